using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceDefaults;
using Tests.Support;

namespace Tests.Functional;

/// <summary>What Prometheus reads.</summary>
public sealed class MetricsEndpointTests
{
    private static readonly string[] Promised =
    [
        "process_cpu_seconds_total", "process_resident_memory_bytes", "process_memory_limit_bytes", "process_virtual_memory_bytes", "process_start_time_seconds",
        "process_open_fds", "process_max_fds", "process_threads", "build_info{", "dotnet_gc_collections_total{", "db_client_operation_duration_seconds_count{", "kestrel_active_connections{",
    ];

    [Fact]
    public async Task Scrape_AnswersInTheTextFormat()
    {
        await using var service = await SmallService.StartAsync(_ => { });

        using var response = await service.Client.GetAsync("/metrics");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task Scrape_OfTheWholeApi_PassesPromtool()
    {
        await using var api = await ApiHost.StartAsync();
        using var client = api.CreateClient();
        await client.SignUpAsync();

        var text = await client.GetStringAsync("/metrics");
        var complaints = await Promtool.CheckMetricsAsync(text);

        Assert.DoesNotContain(complaints, complaint => !Promtool.Disliked.Any(name => complaint.StartsWith(name, StringComparison.Ordinal)));
        Assert.All(Promised, start => Assert.Contains("\n" + start, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Requests_OfEveryKind_AreCountedUnderTheirTemplate()
    {
        await using var service = await SmallService.StartAsync(app => app.MapGet("/things/{id}", (string id) => id));
        foreach (var path in (string[])["/things/1", "/things/2", "/things/3", "/nowhere/1", "/nowhere/2"])
            (await service.Client.GetAsync(path)).Dispose();
        (await service.Client.SendAsync(new HttpRequestMessage(new HttpMethod("BREW"), "/things/1"))).Dispose();
        (await service.Client.GetAsync("/health")).Dispose();
        (await service.Client.GetAsync("/alive")).Dispose();
        await service.ScrapeAsync();

        var counted = (await service.ScrapeAsync()).Split('\n').Where(line => line.StartsWith("http_requests_total{", StringComparison.Ordinal));

        Assert.Equal(
            [
                """http_requests_total{endpoint="/things/{id}",handler="/things/{id}",method="GET",status="200",status_code="200",version="v1"} 3""",
                """http_requests_total{endpoint="unmatched",handler="unmatched",method="GET",status="404",status_code="404",version="v1"} 2""",
                """http_requests_total{endpoint="unmatched",handler="unmatched",method="_OTHER",status="405",status_code="405",version="v1"} 1""",
            ],
            counted);
    }

    [Fact]
    public async Task Memory_OfAProcess_IsWithinItsLimit()
    {
        await using var service = await SmallService.StartAsync(_ => { });

        var (used, limit) = (await service.ReadAsync("process_resident_memory_bytes"), await service.ReadAsync("process_memory_limit_bytes"));

        Assert.InRange(used / limit ?? 0, 0.0001, 1);
    }

    [Fact]
    public async Task Request_ThatThrows_IsCountedAs500()
    {
        await using var service = await SmallService.StartAsync(app => app.MapGet("/throw", string () => throw new InvalidOperationException()));
        (await service.Client.GetAsync("/throw")).Dispose();

        var text = await service.ScrapeAsync();

        Assert.Contains("""http_requests_total{endpoint="/throw",handler="/throw",method="GET",status="500",status_code="500",version="v1"} 1""", text, StringComparison.Ordinal);
        Assert.Contains("""error_type="System.InvalidOperationException" """.TrimEnd(), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_InOneProcess_CountTheirOwnRequestsOnly()
    {
        await using var busy = await SmallService.StartAsync(_ => { });
        await using var idle = await SmallService.StartAsync(_ => { });

        (await busy.Client.GetAsync("/nowhere")).Dispose();

        Assert.Contains("http_requests_total{", await busy.ScrapeAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("http_requests_total{", await idle.ScrapeAsync(), StringComparison.Ordinal);
    }

    // A hosted service wants the metrics too, and is made before any is started.
    [Fact]
    public async Task Counter_RaisedByZeroWhenItIsMade_IsThereFromTheFirstScrape()
    {
        await using var service = await SmallService.StartAsync(
            builder =>
            {
                builder.AddMetrics<ThingMetrics>();
                builder.Services.AddHostedService<ThingWorker>();
            },
            _ => { });

        Assert.Equal(0, await service.ReadAsync("things_total"));
    }

    [Theory]
    [InlineData("/metrics", "ENABLE_METRICS", "false", HttpStatusCode.NotFound)]
    [InlineData("/metrics", "METRICS_ENDPOINT", "/internal/metrics", HttpStatusCode.NotFound)]
    [InlineData("/internal/metrics", "METRICS_ENDPOINT", "/internal/metrics", HttpStatusCode.OK)]
    public async Task Switches_DecideWhetherAndWhere(string path, string key, string value, HttpStatusCode expected)
    {
        await using var service = await SmallService.StartAsync(_ => { }, (key, value));

        using var response = await service.Client.GetAsync(path);

        Assert.Equal(expected, response.StatusCode);
    }

    private sealed class ThingMetrics
    {
        public ThingMetrics(IMeterFactory meters) => meters.Create("Tests.Things").CreateCounter<long>("things").Add(0);
    }

#pragma warning disable CS9113 // it has them made
    private sealed class ThingWorker(ThingMetrics metrics) : BackgroundService
#pragma warning restore CS9113
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
    }
}
