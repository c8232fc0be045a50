using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Some of the metrics as JSON, for whoever has no Prometheus.</summary>
public sealed class CustomMetricsTests
{
    [Fact]
    public async Task Values_OfWhatWasRecorded_AreToldWithTheirLabels()
    {
        await using var service = await SmallService.StartAsync(app => app.MapGet("/record", () => Record(app.Services.GetRequiredService<IMeterFactory>())));
        (await service.Client.GetAsync("/record")).Dispose();

        var metrics = await ReadAsync(service);

        Assert.Equal(0.75, metrics.GetProperty("cache_hit_rate").GetDouble());
        Assert.Equal(1, metrics.GetProperty("active_connections").GetDouble());
        var ofOthers = (string[])["active_connections", "external_api_"]; // of the whole process, in which other tests run
        Assert.Equal(
            [
                """{"name":"background_task_duration_seconds_count","labels":{"task_type":"mail"},"value":2}""",
                """{"name":"background_task_duration_seconds_sum","labels":{"task_type":"mail"},"value":1.75}""",
                """{"name":"background_tasks_total","labels":{"odd_label":"\u0022","status":"queued","task_type":"mail"},"value":2}""",
                """{"name":"cache_load","labels":{},"value":null}""",
                """{"name":"cache_operations_total","labels":{"operation":"get","result":"bypass"},"value":5}""",
                """{"name":"cache_operations_total","labels":{"operation":"get","result":"hit"},"value":3}""",
                """{"name":"cache_operations_total","labels":{"operation":"get","result":"miss"},"value":1}""",
                """{"name":"cache_operations_total","labels":{"operation":"set","result":"hit"},"value":7}""",
                """{"name":"cache_size_bytes","labels":{},"value":4096}""",
            ],
            metrics.GetProperty("series").EnumerateArray().Select(series => series.GetRawText()).Where(series => !ofOthers.Any(series.Contains)));
        Assert.Contains(
            metrics.GetProperty("series").EnumerateArray(), series => series.GetRawText() == """{"name":"active_connections","labels":{},"value":1}""");
    }

    [Fact]
    public async Task Requests_TheOwnOnesIncluded_AreCounted()
    {
        await using var service = await SmallService.StartAsync(app => app.MapGet("/there", () => "there"));
        (await service.Client.GetAsync("/there")).Dispose();
        (await service.Client.GetAsync("/nowhere")).Dispose();
        (await service.Client.GetAsync("/health")).Dispose();
        await service.ScrapeAsync();

        Assert.Equal(2, (await ReadAsync(service)).GetProperty("total_requests").GetDouble());
        Assert.Equal(3, (await ReadAsync(service)).GetProperty("total_requests").GetDouble());

        const string Route = "/metrics/custom";
        Assert.Equal(2, await service.ReadAsync($$"""http_requests_total{endpoint="{{Route}}",handler="{{Route}}",method="GET",status="200",status_code="200",version="v1"}"""));
        Assert.Equal(2, service.Log.Requests.Count(line => line.GetProperty("endpoint").GetString() == Route));
    }

    [Fact]
    public async Task HitRate_OfAServiceWithoutACache_IsNull()
    {
        await using var service = await SmallService.StartAsync(_ => { });

        Assert.Equal(JsonValueKind.Null, (await ReadAsync(service)).GetProperty("cache_hit_rate").ValueKind);
    }

    [Fact]
    public async Task Connections_WithoutTheNamesOfOthers_AreToldAllTheSame()
    {
        await using var service = await SmallService.StartAsync(_ => { }, ("Metrics:Aliases:http", "false"));

        var metrics = await ReadAsync(service);

        Assert.Equal(1, metrics.GetProperty("active_connections").GetDouble());
        Assert.Empty(metrics.GetProperty("series").EnumerateArray());
    }

    [Theory]
    [InlineData("/metrics/custom", "ENABLE_METRICS", "false", HttpStatusCode.NotFound)]
    [InlineData("/metrics/custom", "METRICS_ENDPOINT", "/internal/", HttpStatusCode.NotFound)]
    [InlineData("/internal/custom", "METRICS_ENDPOINT", "/internal/", HttpStatusCode.OK)]
    [InlineData("/metrics/custom", "Metrics:BearerToken", "another", HttpStatusCode.Unauthorized)]
    [InlineData("/metrics/custom", "Metrics:BearerToken", "token", HttpStatusCode.OK)]
    public async Task Switches_OfMetrics_HoldForItToo(string path, string key, string value, HttpStatusCode expected)
    {
        await using var service = await SmallService.StartAsync(_ => { }, (key, value));
        service.Client.DefaultRequestHeaders.Authorization = new("Bearer", "token");

        using var response = await service.Client.GetAsync(path);

        Assert.Equal((expected, expected == HttpStatusCode.OK), (response.StatusCode, (await response.Content.ReadAsStringAsync()).Length > 0));
    }

    private static void Record(IMeterFactory meters)
    {
        var meter = meters.Create("shop");
        var operations = meter.CreateCounter<long>("cache.operations");
        foreach (var (operation, result, times) in ((string, string, int)[])[("get", "hit", 3), ("get", "miss", 1), ("get", "bypass", 5), ("set", "hit", 7)])
            operations.Add(times, new("operation", operation), new("result", result));
        meter.CreateObservableGauge("cache.size", () => 4096, "By");
        meter.CreateObservableGauge("cache.load", () => double.NaN);
        meter.CreateCounter<long>("background.tasks").Add(2, new("task_type", "mail"), new("status", "queued"), new("odd.label", "\""));
        var duration = meter.CreateHistogram<double>("background.task.duration", "s");
        duration.Record(0.25, new KeyValuePair<string, object?>("task_type", "mail"));
        duration.Record(1.5, new KeyValuePair<string, object?>("task_type", "mail"));
        meter.CreateCounter<long>("orders").Add(1);
    }

    private static async Task<JsonElement> ReadAsync(SmallService service)
    {
        using var response = await service.Client.GetAsync("/metrics/custom");
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        return await response.ReadJsonAsync();
    }
}
