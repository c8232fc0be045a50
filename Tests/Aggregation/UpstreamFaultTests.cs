using System.Net;
using System.Text.Json;
using Api.Aggregation;
using Microsoft.AspNetCore.Builder;
using Tests.Support;
using Tests.Support.Otlp;

namespace Tests.Aggregation;

/// <summary>Prometheus is away, hangs, answers nonsense, and comes back.</summary>
public sealed class UpstreamFaultTests(ScrapedReplica replica) : IClassFixture<ScrapedReplica>
{
    private const int QueriesOfASummary = 5; // whether sums are recorded, and four of at most six values each

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5); // of an answer
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly ShiftedTime _time = new();

    [Fact]
    public async Task Prometheus_Hangs_TheAnswersComeWithoutDataAndHaveSomeWhenItGoesOn()
    {
        await using var service = await AggregationHost.StartAsync(replica.Prometheus.Address, _time);
        await KnowsAsync(service);
        await AggregationHost.ExposeAsync(service, "system");
        var logged = LinesOf(service).Count; // on a busy machine it may have been too slow for the first

        await replica.Prometheus.PauseAsync();
        try
        {
            _time.Advance(Lifetime);
            var error = await AssertNothingKnownAsync(service);
            Assert.True(error.GetProperty("last_data_age_seconds").GetDouble() >= 5, $"{error}");
            Assert.Equal(0, await service.ReadAsync("prometheus_upstream_up"));
            await Eventually.PassesAsync(() => Task.Run(() => Assert.NotEmpty(LinesOf(service).Skip(logged))), Deadline);
        }
        finally
        {
            await replica.Prometheus.ResumeAsync();
        }

        _time.Advance(Lifetime);
        await KnowsAsync(service);
        await AggregationHost.ExposeAsync(service, "system");
        Assert.Equal(1, await service.ReadAsync("prometheus_upstream_up"));
        Assert.NotEqual(0, await service.ReadAsync("""prometheus_upstream_request_duration_seconds_count{outcome="timeout"}"""));
        var lines = LinesOf(service).Skip(logged).ToList();
        Assert.Equal("The endpoints below /prometheus/metrics have no data: Prometheus did not answer within 2 s.", lines[0]);
        Assert.Equal("The endpoints below /prometheus/metrics have data again.", lines[^1]);
    }

    // Whoever asks first has not the patience; what comes later is kept for those behind.
    [Fact]
    public async Task Prometheus_SlowerThanAnybodyWaits_HasDataForTheNext()
    {
        await using var gate = await PrometheusGate.StartAsync(replica.Prometheus.Address);
        await using var service = await AggregationHost.StartAsync(gate.Address, _time);
        gate.Delay = TimeSpan.FromMilliseconds(400);

        var first = await service.ReadSummaryAsync();
        Assert.Equal("Prometheus did not answer within 200 ms.", first.GetProperty("error").GetProperty("message").GetString());

        await KnowsAsync(service);
        Assert.Equal(QueriesOfASummary, gate.Queries);
        Assert.Equal(1, await service.ReadAsync("prometheus_upstream_up"));
        Assert.Empty(LinesOf(service));
    }

    [Fact]
    public async Task Prometheus_EndsAndIsStartedAgain_IsLoggedOnceEachHoweverManyAsk()
    {
        var prometheus = await replica.StartPrometheusAsync();
        await using var service = await AggregationHost.StartAsync(prometheus.Address, _time);
        await AggregationHost.SummarizeAsync(service);
        var logged = LinesOf(service).Count;

        await prometheus.DisposeAsync();
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(Lifetime);
            await AssertNothingKnownAsync(service);
        }

        var lost = LinesOf(service).Skip(logged).ToList();
        await using var next = await replica.StartPrometheusAsync(prometheus.Address.Port);
        _time.Advance(Lifetime);
        await AggregationHost.SummarizeAsync(service);

        Assert.StartsWith("The endpoints below /prometheus/metrics have no data: Prometheus ", Assert.Single(lost), StringComparison.Ordinal);
        Assert.Equal("The endpoints below /prometheus/metrics have data again.", LinesOf(service)[^1]);
    }

    [Theory]
    [InlineData("closed", "Prometheus cannot be reached.")]
    [InlineData("silent", "Prometheus did not answer within 200 ms.")]
    [InlineData("other", "Prometheus answered with 404 instead of data.")]
    [InlineData("page", "What answered is no Prometheus. Look at PROMETHEUS_URL.")]
    [InlineData("scalar", "What answered is no Prometheus. Look at PROMETHEUS_URL.")]
    [InlineData("none", "No Prometheus is configured. Set PROMETHEUS_URL to its address, such as http://localhost:9090.")]
    public async Task Upstream_ThatIsNoWorkingPrometheus_IsToldInWords(string upstream, string message)
    {
        await using var closed = new FaultyServer(answer: null);
        await using var silent = new FaultyServer(answer: "");
        await using var other = await SmallService.StartAsync(app => app.MapPost("/page/api/v1/query", () => "Hello!"));
        await using var scalar = await SmallService.StartAsync(
            app => app.MapPost("/api/v1/query", () => new { status = "success", data = new { resultType = "scalar", result = (object[])[1, "2"] } }));
        await using var service = await AggregationHost.StartAsync(upstream switch
        {
            "closed" => new Uri(closed.Url),
            "silent" => new Uri(silent.Url),
            "other" => other.Addresses[0],
            "page" => new Uri(other.Addresses[0], "page"),
            "scalar" => scalar.Addresses[0],
            _ => null,
        });

        // The first attempt may take too long for what is to be told: the machine is busy, and much is done for the first time.
        await Eventually.PassesAsync(async () => Assert.StartsWith(message, (await AssertNothingKnownAsync(service)).GetProperty("message").GetString(), StringComparison.Ordinal), Deadline);

        Assert.Equal(JsonValueKind.Null, (await service.ReadSummaryAsync()).GetProperty("error").GetProperty("last_data_age_seconds").ValueKind);
        Assert.Equal(0, await service.ReadAsync("prometheus_upstream_up"));
        using var health = await service.Client.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task Prometheus_InTroubleForAMoment_IsAskedAgain()
    {
        await using var gate = await PrometheusGate.StartAsync(replica.Prometheus.Address);
        await using var service = await AggregationHost.StartAsync(gate.Address, _time);
        await KnowsAsync(service);

        var queries = 0;
        var summary = await AggregationHost.SummarizeAsync(service, () =>
        {
            _time.Advance(Lifetime);
            gate.Spoil(1);
            queries = gate.Queries;
        });

        Assert.Contains(("business.active_api_keys", "7"), AggregationHost.ValuesOf(summary));
        Assert.Equal(QueriesOfASummary + 1, gate.Queries - queries);
    }

    [Fact]
    public async Task Prometheus_InTroubleForLonger_IsSparedAndAskedAgainWithinTheLifetimeOfAnAnswer()
    {
        await using var gate = await PrometheusGate.StartAsync(replica.Prometheus.Address);
        await using var service = await AggregationHost.StartAsync(gate.Address, _time);
        await KnowsAsync(service);

        gate.Spoil(int.MaxValue);
        await Eventually.PassesAsync(
            async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1)); // so long an answer without data is kept, and Prometheus is spared for two
                var queries = gate.Queries;
                Assert.EndsWith("It is asked again within 2 s.", (await AssertNothingKnownAsync(service)).GetProperty("message").GetString(), StringComparison.Ordinal);
                Assert.Equal(queries, gate.Queries);
            },
            Deadline);

        gate.Spoil(0);
        _time.Advance(Lifetime);
        await KnowsAsync(service);
    }

    [Fact]
    public async Task Clients_WithinFiveSeconds_AskPrometheusOnce()
    {
        await using var gate = await PrometheusGate.StartAsync(replica.Prometheus.Address);
        await using var service = await AggregationHost.StartAsync(gate.Address, _time);
        await KnowsAsync(service);

        var queries = 0;
        await Eventually.PassesAsync(
            async () =>
            {
                _time.Advance(Lifetime);
                queries = gate.Queries;
                var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => service.Client.GetStringAsync("/prometheus/metrics/summary")));
                Assert.Single(replies.Distinct());
                Assert.DoesNotContain("error\":", replies[0], StringComparison.Ordinal);
            },
            Deadline);

        Assert.Equal(QueriesOfASummary, gate.Queries - queries);
    }

    /// <summary>Waits until the summary has data.</summary>
    private static async Task KnowsAsync(SmallService service) => await Eventually.PassesAsync(
        async () => Assert.Contains(("business.active_api_keys", "7"), AggregationHost.ValuesOf(await service.ReadSummaryAsync())), Deadline);

    /// <summary>Every endpoint answers, and none has data.</summary>
    /// <returns>The error of the summary.</returns>
    private static async Task<JsonElement> AssertNothingKnownAsync(SmallService service)
    {
        var summary = await service.ReadSummaryAsync();
        var values = AggregationHost.ValuesOf(summary);
        Assert.Equal(SummaryValue.All.Select(value => (value.Path, "N/A")), values);
        Assert.Equal(23, values.Count);

        foreach (var endpoint in AggregationEndpoint.OfText)
        {
            Assert.Equal(
                "# HELP prometheus_upstream_up Whether Prometheus answered when it was last asked.\n# TYPE prometheus_upstream_up gauge\nprometheus_upstream_up 0\n",
                await service.Client.GetStringAsync($"/prometheus/metrics/{endpoint.Name}"));
        }

        Assert.StartsWith("# Aggregated metrics\n", await service.Client.GetStringAsync("/prometheus/metrics/docs"), StringComparison.Ordinal);
        return summary.GetProperty("error");
    }

    private static List<string> LinesOf(SmallService service) =>
        [.. service.Log.Records.Where(record => record.TryGetProperty("logger", out var logger) && logger.GetString() == typeof(UpstreamState).FullName).Select(record => record.GetProperty("message").GetString()!)];
}
