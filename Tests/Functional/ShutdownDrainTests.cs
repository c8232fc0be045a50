using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;
using Tests.Support.Otlp;

namespace Tests.Functional;

/// <summary>A service that is to end says so before it does, and loses nothing.</summary>
public sealed class ShutdownDrainTests
{
    private const int InFlight = 3;
    private const string Question = """{"model":"small-chat","messages":[{"role":"user","content":"Who are you?"}]}""";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Drain = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Stop_WithADrain_IsNotReadyAndServesAllTheSame()
    {
        var time = new ManualTime();
        await using var service = await SmallService.StartAsync(
            builder => builder.Services.AddSingleton<TimeProvider>(time), app => app.MapGet("/", () => "hello"), ("Shutdown:Drain", $"{Drain}"));
        Assert.Equal(HttpStatusCode.OK, (await AnswerAsync(service, "/health")).Status);
        Assert.Equal((HttpStatusCode.OK, false), await AnswerAsync(service, "/"));

        var stop = service.StopAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await AnswerAsync(service, "/health")).Status);
        Assert.Equal(HttpStatusCode.OK, (await AnswerAsync(service, "/alive")).Status);
        Assert.Equal((HttpStatusCode.OK, true), await AnswerAsync(service, "/")); // and closes the connection: the next request is to go elsewhere
        Assert.Contains("shutdown: The service is stopping.", service.Log.Text, StringComparison.Ordinal);
        time.Advance(Drain - TimeSpan.FromTicks(1));
        Assert.Equal(HttpStatusCode.OK, (await AnswerAsync(service, "/alive")).Status);
        Assert.False(stop.IsCompleted);

        time.Advance(TimeSpan.FromTicks(1));

        await stop.WaitAsync(Deadline);
        await Assert.ThrowsAsync<HttpRequestException>(() => AnswerAsync(service, "/alive"));
    }

    [Fact]
    public async Task Sigterm_WithRequestsInFlight_LosesNoneAndNothingThatTellsOfThem()
    {
        await using var dashboard = await OtlpSink.StartAsync();
        await using var service = await ServiceProcess.StartAsync(
            "SimulatedProviders",
            [
                ("Shutdown:Drain", "00:00:05"), // more than the host has for the rest: one does not cut the other short
                ("OTEL_BSP_SCHEDULE_DELAY", "600000"), ("OTEL_BLRP_SCHEDULE_DELAY", "600000"), // what arrives was sent at the end
                ("Simulation:Providers:swift:latencyScale", "0"),
                .. OtlpSettings.Dashboard(dashboard.Url),
            ]);
        using var client = new HttpClient { BaseAddress = service.Address };
        var requests = await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => HeldRequest.PostAsync(new Uri(service.Address, "/swift/v1/chat/completions"), Question, new("Bearer", "any"))));

        await service.TerminateAsync();
        await Eventually.PassesAsync(async () => Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync("/health")), Deadline);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/alive"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/simulation"));
        await Eventually.PassesAsync(() => Assert.ThrowsAsync<HttpRequestException>(() => StatusAsync("/alive")), Deadline);

        foreach (var request in requests)
        {
            using var answer = await request.ReleaseAsync();
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            request.Dispose();
        }

        Assert.Equal(0, await service.WaitForExitAsync());
        Assert.Equal(InFlight, service.Output.Count(line => line.Contains("\"Request completed\"", StringComparison.Ordinal) && line.Contains("chat/completions", StringComparison.Ordinal)));
        Assert.Equal(InFlight, dashboard.Spans.Count(span => span.Name.Contains("chat/completions", StringComparison.Ordinal)));
        Assert.Equal(InFlight + 1, dashboard.LogRecords.Count(record => record.Body == "Request completed"));

        async Task<HttpStatusCode> StatusAsync(string path)
        {
            using var answer = await client.GetAsync(path);
            return answer.StatusCode;
        }
    }

    private static async Task<(HttpStatusCode Status, bool Closes)> AnswerAsync(SmallService service, string path)
    {
        using var answer = await service.Client.GetAsync(path);
        return (answer.StatusCode, answer.Headers.ConnectionClose == true);
    }
}
