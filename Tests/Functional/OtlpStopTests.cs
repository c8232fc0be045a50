using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Tests.Support;
using Tests.Support.Otlp;

namespace Tests.Functional;

/// <summary>A stop sends what is left, and waits for no destination that does not take it.</summary>
[Collection(OtlpDefinition.Name)]
public sealed class OtlpStopTests
{
    private const int Requests = 50;

    // Longer than any test: whatever arrives was sent at the stop.
    private static readonly (string, string)[] Lazy = [("OTEL_BSP_SCHEDULE_DELAY", "600000"), ("OTEL_BLRP_SCHEDULE_DELAY", "600000")];

    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(4);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stop_SendsAllThatWaits(bool grpc)
    {
        await using var dashboard = await OtlpSink.StartAsync(grpc);
        await using var service = await SmallService.StartAsync(app => app.MapGet("/", () => "hello"), [.. Lazy, .. OtlpSettings.Dashboard(dashboard.Url, grpc)]);

        await SendAsync(service);
        Assert.Empty(dashboard.Requests);
        await service.StopAsync();

        Assert.Equal(Requests, dashboard.Spans.Count);
        Assert.Equal(Requests, dashboard.LogRecords.Count(record => record.Body == "Request completed"));
    }

    [Fact]
    public async Task Stop_WithStuckDestinations_SendsToTheOthersAndIsNotHeldUp()
    {
        await using var stuck = new FaultyServer("");
        await using var tempo = await OtlpSink.StartAsync();
        await using var loki = await OtlpSink.StartAsync();
        await using var service = await SmallService.StartAsync(
            app => app.MapGet("/", () => "hello"),
            [.. Lazy, .. OtlpSettings.Dashboard(stuck.Url), OtlpSettings.Tempo(tempo.Url), OtlpSettings.Loki(loki.Url)]);

        await SendAsync(service);
        var stop = Stopwatch.StartNew();
        await service.StopAsync();
        stop.Stop();

        Assert.InRange(stop.Elapsed, TimeSpan.Zero, LongestStop);
        Assert.Equal(Requests, tempo.Spans.Count);
        Assert.Equal(Requests, loki.LogRecords.Count(record => record.Body == "Request completed"));
        Assert.Contains($"dashboard at {stuck.Url}/v1/traces did not take the last {Requests} spans before the service stopped", service.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stop_WithNothingButStuckDestinations_IsNotHeldUp(bool grpc)
    {
        await using var stuck = new FaultyServer("");
        await using var service = await SmallService.StartAsync(
            app => app.MapGet("/", () => "hello"),
            [.. OtlpSettings.Quick, .. OtlpSettings.Dashboard(stuck.Url, grpc), OtlpSettings.Tempo(stuck.Url), OtlpSettings.Loki(stuck.Url)]);

        await SendAsync(service);
        var stop = Stopwatch.StartNew();
        await service.StopAsync();
        await service.DisposeAsync();
        stop.Stop();

        Assert.InRange(stop.Elapsed, TimeSpan.Zero, LongestStop);
    }

    private static async Task SendAsync(SmallService service)
    {
        for (var i = 0; i < Requests; i++)
            Assert.Equal("hello", await service.Client.GetStringAsync("/"));
    }
}
