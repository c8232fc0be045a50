using System.Diagnostics;
using System.Diagnostics.Metrics;
using ServiceDefaults.Prometheus;
using Tests.Support;

namespace Tests.Unit;

/// <summary>The compatibility names, from what ASP.NET Core records.</summary>
public sealed class AliasTests : IDisposable
{
    private readonly MetricStoreFixture _fixture = new();
    private readonly Histogram<double> _requests;

    public AliasTests() => _requests = _fixture.Meter.CreateHistogram(
        "http.server.request.duration", "s", "Duration.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });

    [Fact]
    public async Task Requests_ThatDifferInMoreThanAnAliasShows_AreAddedUp()
    {
        Request("GET", "/api/v1/users/{id}", 200, 0.05, ("network.protocol.version", "1.1"));
        Request("GET", "/api/v1/users/{id}", 200, 0.5, ("network.protocol.version", "2"));
        Request("GET", "/api/v1/users/{id}", 503, 5, ("network.protocol.version", "2"), ("error.type", "503"));
        Request("GET", null, 404, 0.01);
        Request("_OTHER", "/api/v12", 405, 0.01);

        await Golden.MatchesAsync("aliases.txt", await _fixture.WriteAsync("http_request"));
    }

    [Fact]
    public async Task Calls_OfAGateway_AreWrittenAsLiteLlmWritesThem()
    {
        var calls = _fixture.Meter.CreateCounter<long>("model.inference.requests", "{request}");
        Call(5, "small", "swift", "success");
        Call(3, "small", "steady", "success");
        Call(1, "large", "swift", "error");
        Call(2, "large", "none", "error");
        Call(6, "small", "swift", "timeout");
        Call(4, "small", "none", "rate_limited");
        Call(7, "small", "none", "insufficient_credits");
        var durations = _fixture.Meter.CreateHistogram("model.inference.duration", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 2] });
        durations.Record(0.25, Tags(("model", "small"), ("provider", "swift")));
        durations.Record(1, Tags(("model", "small"), ("provider", "steady")));
        Gauge("provider.rate_limit.remaining_requests", "{request}", 29);
        Gauge("provider.rate_limit.remaining_tokens", "{token}", 3971);

        await Golden.MatchesAsync("litellm.txt", await _fixture.WriteAsync("litellm_"));

        void Call(int count, string model, string provider, string status) => calls.Add(count, Tags(("model", model), ("provider", provider), ("status", status)));

        void Gauge(string name, string unit, long value) =>
            _fixture.Meter.CreateObservableGauge(name, () => new Measurement<long>(value, Tags(("provider", "swift"))), unit);
    }

    [Fact]
    public void Names_OfTheTable_AreEachThereOnce() => Assert.Equal(Aliases.All.Length, Aliases.All.DistinctBy(alias => alias.Name).Count());

    [Fact]
    public async Task Alias_NobodyRecordedItsSource_IsNotWritten() => Assert.Empty(await _fixture.WriteAsync("http_request"));

    [Fact]
    public async Task Alias_InstrumentOfThatNameExists_StandsBack()
    {
        Request("GET", "/", 200, 1);
        _fixture.Meter.CreateCounter<long>("http.requests").Add(1);

        Assert.Contains("\nhttp_requests_total 1\n", await _fixture.WriteAsync("http_requests"), StringComparison.Ordinal);
    }

    public void Dispose() => _fixture.Dispose();

    private static TagList Tags(params (string Key, string Value)[] tags) => new([.. tags.Select(tag => KeyValuePair.Create<string, object?>(tag.Key, tag.Value))]);

    private void Request(string method, string? route, int status, double seconds, params (string Key, object Value)[] more)
    {
        var tags = new TagList { { "http.request.method", method }, { "http.response.status_code", status } };
        if (route is not null)
            tags.Add("http.route", route);
        foreach (var (key, value) in more)
            tags.Add(key, value);
        _requests.Record(seconds, tags);
    }
}
