using System.Globalization;
using System.Text.Json;
using Tests.Support;
using Tests.Support.Otlp;

namespace Tests.Exporter;

/// <summary>What a real Prometheus has after it scraped a service.</summary>
[Collection(OtlpDefinition.Name)]
public sealed class PrometheusTests(ServiceWithPrometheus scraped) : IClassFixture<ServiceWithPrometheus>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Values_OnceScraped_AreWhatWasRecorded()
    {
        await scraped.Service.WorkAsync("0.5", isSampled: false);
        var jobs = await scraped.Service.ReadAsync("jobs_done_total{kind=\"small\"}");

        await Eventually.PassesAsync(async () => Assert.Equal(jobs, await scraped.Prometheus.QueryOneAsync("jobs_done_total{kind='small'}")), Deadline);

        Assert.Equal(1, await scraped.Prometheus.QueryOneAsync("up{job='small'}"));
        Assert.Equal(jobs, await scraped.Prometheus.QueryOneAsync("job_time_seconds_count"));
        Assert.Equal(jobs, await scraped.Prometheus.QueryOneAsync("odd_change_bytes_bucket{le='+Inf'}"));
        Assert.Equal(jobs * -4, await scraped.Prometheus.QueryOneAsync("odd_level"));
        Assert.Equal(2, await scraped.Prometheus.QueryOneAsync("gr_e_meters"));
        Assert.Equal(jobs, await scraped.Prometheus.QueryOneAsync("http_requests_total{endpoint='/work/{seconds}',status='200'}"));
        Assert.Equal(OddService.Values, await OddValuesAsync());
        Assert.Equal(OddService.Text, Assert.Single(await SeriesAsync("odd_text")).GetProperty("metric").GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("jobs_done_total", 1.0)]
    [InlineData("job_time_seconds_bucket", 0.5)]
    [InlineData("http_requests_total", null)]
    [InlineData("http_request_duration_seconds_bucket", null)]
    public async Task Exemplars_OfASampledRequest_LeadToItsSpan(string series, double? value)
    {
        await scraped.Service.WorkAsync("0.5", isSampled: false); // there is a series now; once it is scraped, an exemplar is wanted

        var spans = new List<string>();
        JsonElement exemplar = default;
        await Eventually.PassesAsync(
            async () =>
            {
                spans.Add(await scraped.Service.WorkAsync("0.5", isSampled: true));
                exemplar = (await ExemplarsAsync(series)).LastOrDefault(each => spans.Contains(each.GetProperty("labels").GetProperty("span_id").GetString()!));
                Assert.NotEqual(default, exemplar.ValueKind);
            },
            Deadline);

        Assert.Equal(OddService.TraceId, exemplar.GetProperty("labels").GetProperty("trace_id").GetString());
        if (value is not null)
            Assert.Equal(value, double.Parse(exemplar.GetProperty("value").GetString()!, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("jobs_done", "counter", "Jobs that were \"done\".", "")]
    [InlineData("job_time_seconds", "histogram", "Time that a job took.", "seconds")]
    [InlineData("odd_level", "gauge", "Goes up and down.", "")]
    [InlineData("http_requests", "counter", "Requests that were answered.", "")]
    [InlineData("http_request_duration_seconds", "histogram", "Time from a request's first byte to its answer's last.", "seconds")]
    [InlineData("process_cpu_seconds", "counter", "CPU time used by the process, user and system.", "seconds")]
    public async Task Metadata_OfAFamily_HasTypeHelpAndUnit(string family, string type, string help, string unit)
    {
        await scraped.Service.WorkAsync("0.5", isSampled: false);

        await Eventually.PassesAsync(
            async () =>
            {
                var metadata = Assert.Single((await scraped.Prometheus.GetAsync($"metadata?metric={family}")).GetProperty(family).EnumerateArray());
                Assert.Equal((type, help, unit), (Text(metadata, "type"), Text(metadata, "help").Replace("\\\"", "\"", StringComparison.Ordinal), Text(metadata, "unit")));
            },
            Deadline);
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private async Task<Dictionary<string, double>> OddValuesAsync() =>
        (await SeriesAsync("odd_value")).ToDictionary(series => Text(series.GetProperty("metric"), "case"), series => series.GetProperty("value")[1].GetString() switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            var number => double.Parse(number!, CultureInfo.InvariantCulture),
        });

    private async Task<JsonElement[]> SeriesAsync(string query) =>
        [.. (await scraped.Prometheus.GetAsync($"query?query={query}")).GetProperty("result").EnumerateArray()];

    private async Task<JsonElement[]> ExemplarsAsync(string series)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var found = await scraped.Prometheus.GetAsync($"query_exemplars?query={series}&start={now - 600}&end={now + 600}");
        return [.. found.EnumerateArray().SelectMany(each => each.GetProperty("exemplars").EnumerateArray())];
    }
}
