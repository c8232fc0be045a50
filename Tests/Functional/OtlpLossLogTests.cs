using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;
using Tests.Support.Otlp;

namespace Tests.Functional;

/// <summary>What the log tells of a destination that loses data: little, but enough.</summary>
[Collection(OtlpDefinition.Name)]
public sealed class OtlpLossLogTests
{
    private const string Category = "ServiceDefaults.Otlp";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Losses_AreToldOnceAMinute_AndTheirEndOnce()
    {
        var time = new ManualTime();
        await using var tempo = await OtlpSink.StartAsync();
        await using var service = await StartAsync(time, OtlpSettings.Tempo(tempo.Url));
        tempo.Misbehave = RefuseAsync;

        for (var i = 1; i <= 5; i++)
            await RequestAsync(service, "tempo traces refused", expected: i);
        time.Advance(TimeSpan.FromSeconds(61));
        for (var i = 6; i <= 8; i++)
            await RequestAsync(service, "tempo traces refused", expected: i);
        tempo.Misbehave = null;
        for (var i = 1; i <= 2; i++)
        {
            (await service.Client.GetAsync("/")).Dispose();
            await Eventually.PassesAsync(() => { Assert.Equal(i, tempo.Spans.Count); return Task.CompletedTask; }, Deadline);
        }

        var place = $"tempo at {tempo.Url}/v1/traces";
        await Eventually.PassesAsync(
            () =>
            {
                Assert.Equal(
                    [
                        $"WARNING {place} lost 1 spans: it answered 503 Service Unavailable",
                        $"WARNING {place} lost 5 spans: it answered 503 Service Unavailable",
                        $"INFO {place} takes spans again; it lost 2 more in between",
                    ],
                    Told(service));
                return Task.CompletedTask;
            },
            Deadline);
    }

    [Fact]
    public async Task LogRecords_ThatAreLost_AreNotToldToTheEndOfTime()
    {
        await using var loki = await OtlpSink.StartAsync();
        loki.Misbehave = RefuseAsync;
        await using var service = await StartAsync(new ManualTime(), OtlpSettings.Loki(loki.Url));

        // The line that tells of the first is lost as well, and no other line follows from that.
        for (var i = 1; i <= 5; i++)
        {
            (await service.Client.GetAsync("/")).Dispose();
            await Eventually.PassesAsync(async () => Assert.InRange((await service.LostAsync())["loki logs refused"], i + 1, long.MaxValue), Deadline);
        }

        Assert.StartsWith($"WARNING loki at {loki.Url}/otlp/v1/logs lost", Assert.Single(Told(service)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queue_ThatOverflows_IsToldWithItsCapacity()
    {
        await using var tempo = await OtlpSink.StartAsync();
        var gate = new SemaphoreSlim(0);
        tempo.Misbehave = async context => await gate.WaitAsync(context.RequestAborted);
        await using var service = await StartAsync(
            new ManualTime(), OtlpSettings.Tempo(tempo.Url), ("OTEL_BSP_MAX_QUEUE_SIZE", "4"), ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "4"), ("OTEL_EXPORTER_OTLP_TIMEOUT", "60000"));

        for (var i = 0; i < 10; i++)
            (await service.Client.GetAsync("/")).Dispose();
        gate.Release(10);

        await Eventually.PassesAsync(
            () =>
            {
                Assert.Contains($"WARNING tempo at {tempo.Url}/v1/traces lost 6 spans: they come faster than it takes them, and no more than 4 can wait", Told(service));
                return Task.CompletedTask;
            },
            Deadline);
    }

    private static Task<SmallService> StartAsync(ManualTime time, params (string, string)[] settings) => SmallService.StartAsync(
        builder => builder.Services.AddSingleton<TimeProvider>(time),
        app => app.MapGet("/", () => "hello"),
        [.. OtlpSettings.Quick, .. settings]);

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    private static async Task RequestAsync(SmallService service, string loss, int expected)
    {
        (await service.Client.GetAsync("/")).Dispose();
        await Eventually.PassesAsync(async () => Assert.Equal(expected, (await service.LostAsync())[loss]), Deadline);
    }

    private static IEnumerable<string> Told(SmallService service) =>
        from record in service.Log.Records
        where record.TryGetProperty("logger", out var category) && category.ValueEquals(Category)
        select $"{Text(record, "level")} {Text(record, "message")}";

    private static string Text(JsonElement record, string field) => record.GetProperty(field).GetString()!;
}
