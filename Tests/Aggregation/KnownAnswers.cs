using System.Text.Json;
using System.Text.RegularExpressions;
using ServiceDefaults.Prometheus;
using Tests.Exporter;
using Tests.Support;

namespace Tests.Aggregation;

/// <summary>
/// What the endpoints tell of two replicas whose every series is known, while Prometheus scrapes the endpoints too. An answer is tried again: on a busy machine a scrape may fail,
/// and the series of a replica are away until the next.
/// </summary>
/// <param name="replicas">The replicas, their Prometheus, and the service that has the endpoints.</param>
public abstract partial class KnownAnswers(ScrapedReplicas replicas)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>The replicas, their Prometheus, and the service that has the endpoints.</summary>
    protected ScrapedReplicas Replicas => replicas;

    [Fact]
    public async Task Summary_OfKnownSeries_HasEachOfThe23ValuesExactly() => await Eventually.PassesAsync(
        async () =>
        {
            var summary = await replicas.SummarizeAsync();

            var time = summary.GetProperty("timestamp").GetString()!;
            var rate = (await replicas.Prometheus.GetAsync($"query?query=sum({replicas.RequestRate})*60&time={time}")).GetProperty("result")[0].GetProperty("value")[1].GetString()!;
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
        },
        Deadline);

    [Fact]
    public async Task All_OfKnownSeries_IsThisText() =>
        await Eventually.PassesAsync(async () => await Golden.MatchesAsync("aggregation.txt", Rounded(await replicas.ExposeAsync("all"))), Deadline);

    [Theory]
    [InlineData("system", "fastapi_requests fastapi_requests_duration_seconds fastapi_requests_in_progress fastapi_exceptions")]
    [InlineData("providers", "gatewayz_providers_total gatewayz_providers_healthy gatewayz_providers_degraded gatewayz_providers_down provider_availability provider_error_rate "
        + "provider_response_time_seconds gatewayz_provider_health_score")]
    [InlineData("models", "model_inference_requests model_inference_duration_seconds tokens_used credits_used")]
    [InlineData("business", "active_api_keys subscription_count trial_active tokens_used credits_used")]
    [InlineData("performance", "fastapi_requests_duration_seconds_p95 database_query_duration_seconds_p95 cache_hit_ratio cache_size_bytes")]
    public async Task Category_OfKnownSeries_HasItsFamiliesAsAllHasThem(string endpoint, string families) => await Eventually.PassesAsync(
        async () =>
        {
            var text = Rounded(await replicas.ExposeAsync(endpoint));
            var all = Rounded(await replicas.ExposeAsync("all"));

            Assert.Equal(families.Split(' ').Append("prometheus_upstream_up").Order(), StrictReader.Read(text, ExpositionFormat.Text).Select(family => family.Name).Order());
            Assert.Subset(all.Split('\n').ToHashSet(), text.Split('\n').ToHashSet());
        },
        Deadline);

    [Fact]
    public async Task Scraped_ByThePrometheusThatTheyAsk_TheEndpointsStillCountOnce() => await Eventually.PassesAsync(
        async () =>
        {
            var doubled = await replicas.Prometheus.QueryOneAsync("sum(fastapi_requests_total)");

            var total = (await replicas.SummarizeAsync()).GetProperty("metrics").GetProperty("http").GetProperty("total_requests").GetString();

            Assert.Equal((6_012_000, "3006000"), (doubled, total));
        },
        Deadline);

    // What Prometheus reckons with rates differs in the last of 17 digits from run to run.
    private static string Rounded(string text) => Digits().Replace(text, match => double.Parse(match.Value).ToString("0.##########"));

    [GeneratedRegex(@"(?<= )\d+\.\d{11,}$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
