using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Tests.Support;

namespace Tests.Aggregation;

/// <summary>A Prometheus that scrapes the endpoints as docs/aggregation.md says has every sum once, whoever asks it.</summary>
public sealed partial class ScrapedAggregationTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Sums_OfAPrometheusThatScrapesAllAsDocumented_AreNotDoubled()
    {
        var documented = Configuration().Match(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "aggregation.md"))).Groups["jobs"].Value;
        Assert.Contains("localhost:8000", documented, StringComparison.Ordinal);
        await using var replica = await SmallService.StartAsync(app => app.MapGet("/replica", () => KnownSeries.Of(1, hasWorked: true)));
        PrometheusServer? prometheus = null;
        await using var gate = await PrometheusGate.StartAsync(() => prometheus!.Address); // Prometheus and the service want to know of each other first
        await using var service = await AggregationHost.StartAsync(gate.Address);
        await using var server = prometheus = await PrometheusServer.StartAsync(directory => File.WriteAllText(Path.Combine(directory, "prometheus.yml"), $$"""
            global: { scrape_interval: 200ms, scrape_timeout: 200ms }
            scrape_configs:
              - job_name: replica
                metrics_path: /replica
                static_configs: [{ targets: ['{{replica.Addresses[0].Authority}}'] }]
            {{documented.Replace("localhost:8000", service.Addresses[0].Authority, StringComparison.Ordinal)}}
            """));

        await Eventually.PassesAsync(async () => Assert.Equal(1_503_000, await prometheus.Client.QueryOneAsync("sum(aggregated_fastapi_requests_total)")), Deadline);

        Assert.Equal(1_503_000, await prometheus.Client.QueryOneAsync("sum(fastapi_requests_total)"));
        Assert.Equal(1, await prometheus.Client.QueryOneAsync("prometheus_upstream_up"));
        Assert.Contains(("http.total_requests", "1503000"), AggregationHost.ValuesOf(await AggregationHost.SummarizeAsync(service)));
    }

    [GeneratedRegex(@"```yaml\nscrape_configs:\n(?<jobs>[^`]+)```", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Configuration();
}
