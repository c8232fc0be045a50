using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;
using Tests.Support.Otlp;

namespace Tests.Functional;

/// <summary>What a destination in trouble costs the requests and the other destinations: nothing. And what it lost is known.</summary>
[Collection(OtlpDefinition.Name)]
public sealed class OtlpFaultTests
{
    private const int Requests = 20;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static TheoryData<string, string?, string> Faults => new()
    {
        { "is down", null, "Connection refused" },
        { "hangs", "", "it did not answer in time" },
        { "hangs in its answer", "HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 10\r\n\r\n", "it did not answer in time" },
        { "speaks something else", "SSH-2.0-OpenSSH_9.2\r\n", "invalid status line" },
        { "refuses", "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "it answered 503 Service Unavailable" },
        { "is a web page", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\nConnection: close\r\n\r\n<html></html>", "its answer is no OTLP" },
        { "rejects", "HTTP/1.1 200 OK\r\nContent-Length: 13\r\nConnection: close\r\n\r\n\n\v\b\u007f\u0012\u0007no room", "no room" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Destination_InTrouble_LosesAllOfItsOwnAndNothingElse(string fault, string? answer, string reason)
    {
        await using var dashboard = await OtlpSink.StartAsync();
        await using var tempo = new FaultyServer(answer);
        await using var service = await SmallService.StartAsync(
            builder => builder.Services.AddSingleton<TimeProvider>(new ManualTime()),
            app => app.MapGet("/", () => "hello"),
            [
                .. OtlpSettings.Quick, .. OtlpSettings.Dashboard(dashboard.Url), OtlpSettings.Tempo(tempo.Url),
                ("OTEL_EXPORTER_OTLP_TIMEOUT", "2000"), // the dashboard has to answer in this time too, on a busy machine
            ]);

        for (var i = 0; i < Requests; i++)
            Assert.Equal("hello", await service.Client.GetStringAsync("/"));

        await Eventually.PassesAsync(
            async () =>
            {
                Assert.Equal(Requests, dashboard.Spans.Count);
                Assert.Equal(Requests, (await service.LostAsync())["tempo traces refused"]);
            },
            Deadline);
        Assert.All((await service.LostAsync()).Where(lost => lost.Key != "tempo traces refused"), lost => Assert.Equal(0, lost.Value));

        var warning = Assert.Single(service.Log.Records, record => record.GetProperty("level").GetString() == "WARNING");
        var message = warning.GetProperty("message").GetString()!;
        Assert.True(message.StartsWith($"tempo at {tempo.Url}/v1/traces lost ", StringComparison.Ordinal), $"A destination that {fault} is told as: {message}");
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destination_ThatNeverAnswers_HoldsNoMoreThanItsQueue()
    {
        const int Capacity = 16;
        const int Sent = 48;
        await using var dashboard = await OtlpSink.StartAsync();
        await using var tempo = new FaultyServer("");
        await using var service = await SmallService.StartAsync(
            app => app.MapGet("/", () => "hello"),
            [
                .. OtlpSettings.Quick, .. OtlpSettings.Dashboard(dashboard.Url), OtlpSettings.Tempo(tempo.Url), ("OTEL_EXPORTER_OTLP_TIMEOUT", "60000"),
                ("OTEL_BSP_MAX_QUEUE_SIZE", $"{Capacity}"), ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "4"),
            ]);

        for (var i = 1; i <= Sent; i++)
        {
            Assert.Equal("hello", await service.Client.GetStringAsync("/"));
            if (i % (Capacity / 2) == 0) // the dashboard has a queue too
                await Eventually.PassesAsync(() => { Assert.Equal(i, dashboard.Spans.Count); return Task.CompletedTask; }, Deadline);
        }

        var lost = await service.LostAsync();
        Assert.Equal((Sent - Capacity, 0), (lost["tempo traces queue_full"], lost["tempo traces refused"]));
        Assert.Equal(0, lost["dashboard traces queue_full"]);
    }

    [Fact]
    public async Task Destination_ThatIsSlow_GetsAllInTheEnd()
    {
        await using var dashboard = await OtlpSink.StartAsync();
        await using var tempo = await OtlpSink.StartAsync();
        using var patience = new SemaphoreSlim(0);
        tempo.Misbehave = async context =>
        {
            await patience.WaitAsync(context.RequestAborted);
            await tempo.TakeAsync(context);
        };
        await using var service = await SmallService.StartAsync(
            app => app.MapGet("/", () => "hello"),
            [.. OtlpSettings.Quick, .. OtlpSettings.Dashboard(dashboard.Url), OtlpSettings.Tempo(tempo.Url)]);

        for (var i = 0; i < Requests; i++)
            Assert.Equal("hello", await service.Client.GetStringAsync("/"));
        await Eventually.PassesAsync(() => { Assert.Equal(Requests, dashboard.Spans.Count); return Task.CompletedTask; }, Deadline);
        Assert.Empty(tempo.Spans);
        patience.Release(Requests);
        await Eventually.PassesAsync(() => { Assert.Equal(Requests, tempo.Spans.Count); return Task.CompletedTask; }, Deadline);

        Assert.All(await service.LostAsync(), lost => Assert.Equal(0, lost.Value));
    }

    [Fact]
    public async Task Losses_BeforeThereAreAny_AreCountedAsZero()
    {
        await using var sink = await OtlpSink.StartAsync();
        await using var service = await SmallService.StartAsync(
            _ => { },
            [.. OtlpSettings.Quick, .. OtlpSettings.Dashboard(sink.Url), OtlpSettings.Tempo(sink.Url), OtlpSettings.Loki(sink.Url)]);

        var lost = await service.LostAsync();

        Assert.Equal(
            [
                "dashboard logs queue_full", "dashboard logs refused", "dashboard traces queue_full", "dashboard traces refused",
                "loki logs queue_full", "loki logs refused", "tempo traces queue_full", "tempo traces refused",
            ],
            lost.Keys.Order(StringComparer.Ordinal));
        Assert.All(lost.Values, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData("14", "gRPC status 14: try%20later")]
    [InlineData(null, "no gRPC")]
    public async Task Grpc_WithoutGoodStatus_IsALoss(string? status, string reason)
    {
        await using var dashboard = await OtlpSink.StartAsync(grpc: true);
        dashboard.Misbehave = context =>
        {
            context.Response.ContentType = "application/grpc";
            if (status is not null)
            {
                context.Response.AppendTrailer("grpc-status", status);
                context.Response.AppendTrailer("grpc-message", "try%20later");
            }

            return Task.CompletedTask;
        };
        await using var service = await SmallService.StartAsync(
            app => app.MapGet("/", () => "hello"),
            [.. OtlpSettings.Quick, .. OtlpSettings.Dashboard(dashboard.Url, grpc: true), ("OTEL_LOGS_EXPORTER", "none"), ("OTEL_METRICS_EXPORTER", "none")]);

        (await service.Client.GetAsync("/")).Dispose();

        await Eventually.PassesAsync(async () => Assert.Equal(1, (await service.LostAsync())["dashboard traces refused"]), Deadline);
        Assert.Contains(Uri.UnescapeDataString(reason), service.Log.Text, StringComparison.Ordinal);
    }
}
