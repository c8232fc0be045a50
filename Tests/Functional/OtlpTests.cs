using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Tests.Support;

namespace Tests.Functional;

/// <summary>What leaves by OTLP, and what happens when it cannot.</summary>
public sealed class OtlpTests
{
    // A path that no other test of this process asks for: whoever listens to spans here hears those of all.
    private const string Unobserved = "/metrics-that-nobody-traces";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Request_Answered_IsInTracesLogsAndMetricsOfEveryDestination()
    {
        await using var dashboard = await OtlpSink.StartAsync();
        await using var tempo = await OtlpSink.StartAsync();
        await using var loki = await OtlpSink.StartAsync();
        await using var service = await SmallService.StartAsync(
            app => app.MapGet("/things/{id}", (string id) => id),
            [
                .. Settings(dashboard.Url),
                ("ConnectionStrings:tempo", tempo.Url),
                ("ConnectionStrings:loki", loki.Url + "/otlp"),
                ("METRICS_ENDPOINT", Unobserved),
            ]);

        (await service.Client.GetAsync(Unobserved)).Dispose();
        (await service.Client.GetAsync("/things/1")).Dispose();
        await service.StopAsync();

        AssertTraces(dashboard.Received("/v1/traces"), "the key");
        AssertTraces(tempo.Received("/v1/traces"), "");
        Assert.Contains(dashboard.Received("/v1/logs"), log => log.Body.Contains("Request completed", StringComparison.Ordinal) && log.Key == "the key");
        Assert.Contains(loki.Received("/otlp/v1/logs"), log => log.Body.Contains("Request completed", StringComparison.Ordinal) && log.Key.Length == 0);
        Assert.Contains(dashboard.Received("/v1/metrics"), metrics => metrics.Body.Contains("http.server.request.duration", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Destinations_ThatRefuseOrSayNothing_CostNoRequestAndNoStop()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var service = await SmallService.StartAsync(
            app => app.MapGet("/", () => "hello"),
            [.. Settings($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}"), ("ConnectionStrings:tempo", "http://127.0.0.1:1"), ("ConnectionStrings:loki", "http://127.0.0.1:1/otlp")]);
        (await service.Client.GetAsync("/")).Dispose();

        var requests = Stopwatch.StartNew();
        for (var i = 0; i < 200; i++)
            Assert.Equal("hello", await service.Client.GetStringAsync("/"));
        requests.Stop();
        var stop = Stopwatch.StartNew();
        await service.StopAsync();
        await service.DisposeAsync();
        stop.Stop();

        Assert.InRange(requests.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.InRange(stop.Elapsed, TimeSpan.Zero, LongestStop);
    }

    [Fact]
    public async Task Span_OfARequestThatThrows_TellsTheException()
    {
        await using var dashboard = await OtlpSink.StartAsync();
        await using var service = await SmallService.StartAsync(app => app.MapGet("/throw/{id}", string (string id) => throw new InvalidOperationException("told " + id)), Settings(dashboard.Url));

        (await service.Client.GetAsync("/throw/1")).Dispose();

        await Eventually.PassesAsync(
            () =>
            {
                var span = Assert.Single(dashboard.Received("/v1/traces")).Body;
                Assert.Contains("GET /throw/{id}", span, StringComparison.Ordinal);
                Assert.Contains("told 1", span, StringComparison.Ordinal);
                Assert.Contains("error.type", span, StringComparison.Ordinal);
                return Task.CompletedTask;
            },
            Deadline);
    }

    private static (string, string)[] Settings(string url) =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_EXPORTER_OTLP_HEADERS", "x-otlp-api-key=the key"),
        ("OTEL_SERVICE_NAME", "small"), ("OTEL_BSP_SCHEDULE_DELAY", "200"), ("OTEL_BLRP_SCHEDULE_DELAY", "200"), ("OTEL_METRIC_EXPORT_INTERVAL", "1000"),
    ];

    private static void AssertTraces(IReadOnlyList<(string Key, string Body)> received, string key)
    {
        var spans = string.Concat(received.Select(trace => trace.Body));
        Assert.All(received, trace => Assert.Equal(key, trace.Key));
        foreach (var expected in (string[])["GET /things/{id}", "http.route", "http.response.status_code", "service.name", "small"])
            Assert.Contains(expected, spans, StringComparison.Ordinal);
        Assert.DoesNotContain(Unobserved, spans, StringComparison.Ordinal);
    }
}
