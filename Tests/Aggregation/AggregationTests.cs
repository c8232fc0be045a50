using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Api.Aggregation;
using ServiceDefaults.Prometheus;
using Tests.Exporter;
using Tests.Support;

namespace Tests.Aggregation;

/// <summary>What the endpoints tell of two replicas whose every series is known, while Prometheus scrapes the endpoints too.</summary>
public sealed partial class AggregationTests(ScrapedReplicas replicas) : IClassFixture<ScrapedReplicas>
{
    private static readonly string[] NamesOfTheSeed = ["gatewayz_providers_total", "subscription_count"]; // gauges that promtool would call otherwise

    public static TheoryData<string> TextEndpoints { get; } = [.. AggregationEndpoint.OfText.Select(endpoint => endpoint.Name)];

    public static TheoryData<string> Queries { get; } =
        [.. SummaryValue.All.Select(value => value.Query).Concat(AggregatedFamily.All.SelectMany(family => family.Queries).Select(query => query.PromQl)).Distinct()];

    [Fact]
    public async Task Summary_OfKnownSeries_HasEachOfThe23ValuesExactly()
    {
        var summary = await replicas.SummarizeAsync();

        var time = summary.GetProperty("timestamp").GetString()!;
        var rate = (await replicas.Prometheus.GetAsync($"query?query=sum(rate(fastapi_requests_total{{job='replicas'}}[5m]))*60&time={time}")).GetProperty("result")[0].GetProperty("value")[1].GetString()!;
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$", time);
        Assert.True(JsonElement.DeepEquals(
            JsonSerializer.Deserialize<JsonElement>($$"""
                {
                  "http": { "total_requests": "3006000", "request_rate_per_minute": "{{double.Parse(rate):0.##}}", "error_rate": "4", "avg_latency_ms": "250", "in_progress": "3" },
                  "models": { "total_inference_requests": "150", "tokens_used_total": "3000", "credits_used_total": "0.25000002", "avg_inference_latency_ms": "1500" },
                  "providers": {
                    "total_providers": "4", "healthy_providers": "2", "degraded_providers": "1", "unavailable_providers": "1", "avg_error_rate": "40", "avg_response_time_ms": "200"
                  },
                  "database": { "total_queries": "2000", "avg_query_latency_ms": "5", "cache_hit_rate": "75" },
                  "business": { "active_api_keys": "7", "active_subscriptions": "5", "active_trials": "0", "total_tokens_used": "3000", "total_credits_used": "0.25000002" }
                }
                """),
            summary.GetProperty("metrics")), summary.ToString());
        Assert.NotEqual("0", $"{double.Parse(rate):0.##}");
    }

    [Fact]
    public async Task All_OfKnownSeries_IsThisText() => await Golden.MatchesAsync("aggregation.txt", Rounded(await replicas.ExposeAsync("all")));

    [Theory]
    [InlineData("system", "fastapi_requests fastapi_requests_duration_seconds fastapi_requests_in_progress fastapi_exceptions")]
    [InlineData("providers", "gatewayz_providers_total gatewayz_providers_healthy gatewayz_providers_degraded gatewayz_providers_down provider_availability provider_error_rate "
        + "provider_response_time_seconds gatewayz_provider_health_score")]
    [InlineData("models", "model_inference_requests model_inference_duration_seconds tokens_used credits_used")]
    [InlineData("business", "active_api_keys subscription_count trial_active tokens_used credits_used")]
    [InlineData("performance", "fastapi_requests_duration_seconds_p95 database_query_duration_seconds_p95 cache_hit_ratio cache_size_bytes")]
    public async Task Category_OfKnownSeries_HasItsFamiliesAsAllHasThem(string endpoint, string families)
    {
        var text = Rounded(await replicas.ExposeAsync(endpoint));
        var all = Rounded(await replicas.ExposeAsync("all"));

        Assert.Equal(families.Split(' ').Append("prometheus_upstream_up").Order(), StrictReader.Read(text, ExpositionFormat.Text).Select(family => family.Name).Order());
        Assert.Subset(all.Split('\n').ToHashSet(), text.Split('\n').ToHashSet());
    }

    [Theory]
    [MemberData(nameof(TextEndpoints))]
    public async Task Text_OfEachEndpoint_IsWhatEveryReaderTakes(string endpoint)
    {
        var text = await replicas.ExposeAsync(endpoint);
        using var response = await replicas.GetAsync(endpoint);
        var complaints = await Promtool.CheckMetricsAsync(text);

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.True(StrictReader.Read(text, ExpositionFormat.Text).Count > 1, text); // each family once, each histogram adding up
        Assert.DoesNotContain(complaints, complaint => !NamesOfTheSeed.Any(name => complaint.StartsWith(name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Scraped_ByThePrometheusThatTheyAsk_TheEndpointsStillCountOnce()
    {
        var doubled = await replicas.Prometheus.QueryOneAsync("sum(fastapi_requests_total)");

        var total = (await replicas.SummarizeAsync()).GetProperty("metrics").GetProperty("http").GetProperty("total_requests").GetString();

        Assert.Equal((6_012_000, "3006000"), (doubled, total));
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Query_OfEachRow_FindsTheSeriesOfTheReplicas(string query) => Assert.NotEmpty(await replicas.Prometheus.QueryAsync(query));

    [Fact]
    public async Task Docs_OfEachEndpoint_AreWhatItTells()
    {
        using var response = await replicas.GetAsync("docs");
        var docs = await response.Content.ReadAsStringAsync();
        var summary = await replicas.SummarizeAsync();

        Assert.Equal((HttpStatusCode.OK, "text/markdown; charset=utf-8"), (response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        Assert.Equal(AggregationHost.ValuesOf(summary).Select(value => value.Path).Order(), RowsOf(docs, "summary").Order());
        foreach (var endpoint in AggregationEndpoint.OfText.Where(endpoint => endpoint.Name != "all"))
            Assert.Equal(TypesIn(await replicas.ExposeAsync(endpoint.Name)).Where(name => name != "prometheus_upstream_up"), RowsOf(docs, endpoint.Name));
        Assert.All<object[]>(Queries, query => Assert.Contains($"`{query[0]}`", docs, StringComparison.Ordinal));
    }

    // What Prometheus reckons with rates differs in the last of 17 digits from run to run.
    private static string Rounded(string text) => Digits().Replace(text, match => double.Parse(match.Value).ToString("0.##########"));

    private static IEnumerable<string> TypesIn(string text) => text.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]);

    /// <summary>What the rows of a section begin with.</summary>
    private static IEnumerable<string> RowsOf(string docs, string section) =>
        docs.Split("\n## ").Single(part => part.StartsWith($"/{section}\n", StringComparison.Ordinal)).Split('\n').Select(line => Row().Match(line)).Where(row => row.Success).Select(row => row.Groups["name"].Value);

    [GeneratedRegex(@"(?<= )\d+\.\d{11,}$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();

    [GeneratedRegex(@"^\| `(?<name>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
