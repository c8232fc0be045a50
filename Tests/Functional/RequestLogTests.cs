using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Tests.Support;

namespace Tests.Functional;

/// <summary>One line a request, whatever becomes of it.</summary>
public sealed class RequestLogTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Request_Answered_HasExactlyThePromisedFields()
    {
        await using var service = await SmallService.StartAsync(app => app.MapGet("/things/{id}", (string id) => id));

        (await service.Client.GetAsync("/things/1?secret=x")).Dispose();

        var line = await OnlyLineAsync(service);
        Assert.Equal(
            ["timestamp", "level", "service", "endpoint", "method", "status_code", "duration_ms", "message", "trace_id", "span_id"],
            line.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("INFO", "small", "/things/{id}", "GET", 200), (Text(line, "level"), Text(line, "service"), Text(line, "endpoint"), Text(line, "method"), Status(line)));
        Assert.Equal(32, Text(line, "trace_id").Length);
    }

    [Fact]
    public async Task Service_WithoutSettings_WritesNothingElseOfARequest()
    {
        await using var service = await SmallService.StartAsync(app => app.MapGet("/things/{id}", (string id) => id));

        (await service.Client.GetAsync("/things/1")).Dispose();

        await OnlyLineAsync(service);
        Assert.Single(service.Log.Records, record => record.TryGetProperty("trace_id", out _));
    }

    [Fact]
    public async Task Category_SetByTheConfiguration_WinsOverTheDefault()
    {
        await using var service = await SmallService.StartAsync(
            app => app.MapGet("/things/{id}", (string id) => id), ("Logging:LogLevel:Microsoft.AspNetCore", "Information"));

        (await service.Client.GetAsync("/things/1")).Dispose();

        await OnlyLineAsync(service);
        Assert.Contains("Executing endpoint", service.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_MatchingNoRoute_IsUnmatched()
    {
        await using var service = await SmallService.StartAsync(_ => { });

        (await service.Client.GetAsync("/nowhere")).Dispose();

        var line = await OnlyLineAsync(service);
        Assert.Equal(("unmatched", 404), (Text(line, "endpoint"), Status(line)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_ThatThrows_Is500UnderItsTemplate(bool handled)
    {
        await using var service = await SmallService.StartAsync(app =>
        {
            if (handled)
                app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = _ => Task.CompletedTask });
            app.MapGet("/throw/{id}", string (string id) => throw new InvalidOperationException(id));
        });

        (await service.Client.GetAsync("/throw/1")).Dispose();

        var line = await OnlyLineAsync(service);
        Assert.Equal(("/throw/{id}", 500), (Text(line, "endpoint"), Status(line)));
    }

    [Fact]
    public async Task Request_SentOnByTheExceptionHandler_IsUnderItsOwnTemplate()
    {
        await using var service = await SmallService.StartAsync(app =>
        {
            app.UseExceptionHandler("/error");
            app.MapGet("/error", () => Results.Problem());
            app.MapGet("/throw/{id}", string (string id) => throw new InvalidOperationException(id));
        });

        (await service.Client.GetAsync("/throw/1")).Dispose();

        var line = await OnlyLineAsync(service);
        Assert.Equal(("/throw/{id}", 500), (Text(line, "endpoint"), Status(line)));
    }

    [Fact]
    public async Task Request_ThatTheServerRefusesHalfWay_HasTheStatusThatItGave()
    {
        await using var service = await SmallService.StartAsync(
            builder => builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = 10),
            app => app.MapPost("/read", (HttpRequest request) => request.Body.CopyToAsync(Stream.Null)));

        var response = await service.Client.PostAsync("/read", new StringContent("more than ten bytes"));

        var line = await OnlyLineAsync(service);
        Assert.Equal((413, 413), ((int)response.StatusCode, Status(line)));
    }

    [Fact]
    public async Task Request_OfAHostThatIsNotServed_HasItsLine()
    {
        await using var service = await SmallService.StartAsync(_ => { }, ("AllowedHosts", "example.org"));

        (await service.Client.GetAsync("/")).Dispose();

        var line = await OnlyLineAsync(service);
        Assert.Equal(("unmatched", 400), (Text(line, "endpoint"), Status(line)));
    }

    [Fact]
    public async Task Request_OfAnExcludedPath_HasNoLine()
    {
        await using var service = await SmallService.StartAsync(app => app.MapGet("/last", () => "last"), ("Logs:ExcludedPaths:0", "/static/*"));

        (await service.Client.GetAsync("/static/site.css")).Dispose();
        (await service.Client.GetAsync("/last")).Dispose();

        Assert.Equal("/last", Text(await OnlyLineAsync(service), "endpoint"));
    }

    [Fact]
    public async Task Request_AbortedByTheClient_Is499()
    {
        await using var request = await PendingRequest.StartAsync();

        await request.AbortAsync();

        var line = await OnlyLineAsync(request.Service);
        Assert.Equal(("/slow", 499), (Text(line, "endpoint"), Status(line)));
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/metrics")]
    public async Task Request_OfAMachine_HasNoLine(string path)
    {
        await using var service = await SmallService.StartAsync(app => app.MapGet("/last", () => "last"));

        (await service.Client.GetAsync(path)).Dispose();
        (await service.Client.GetAsync("/last")).Dispose();

        Assert.Equal("/last", Text(await OnlyLineAsync(service), "endpoint"));
    }

    [Fact]
    public async Task Request_WithTraceContext_CarriesItsTraceId()
    {
        await using var service = await SmallService.StartAsync(_ => { });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nowhere");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        (await service.Client.SendAsync(request)).Dispose();

        Assert.Equal("0af7651916cd43dd8448eb211c80319c", Text(await OnlyLineAsync(service), "trace_id"));
    }

    // The line is written when the answer is on its way, so the client may be faster.
    private static async Task<JsonElement> OnlyLineAsync(SmallService service)
    {
        await Eventually.PassesAsync(() => { Assert.NotEmpty(service.Log.Requests); return Task.CompletedTask; }, Deadline);
        return Assert.Single(service.Log.Requests);
    }

    private static string Text(JsonElement line, string field) => line.GetProperty(field).GetString()!;

    private static int Status(JsonElement line) => line.GetProperty("status_code").GetInt32();
}
