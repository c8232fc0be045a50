using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tests.Support;

namespace Tests.Functional;

/// <summary>http_requests_in_progress rises when the route is known, and falls whatever becomes of the request.</summary>
public sealed class RequestsInProgressTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Requests_UnderWay_AreThereByMethodAndRoute()
    {
        var finish = new TaskCompletionSource();
        await using var service = await SmallService.StartAsync(app => app.MapMethods("/slow/{id}", ["GET", "POST"], () => finish.Task));

        var requests = new[] { service.Client.GetAsync("/slow/1"), service.Client.GetAsync("/slow/2"), service.Client.PostAsync("/slow/3", content: null) };

        await IsAsync(service, "GET", "/slow/{id}", 2);
        await IsAsync(service, "POST", "/slow/{id}", 1);
        finish.SetResult();
        foreach (var request in requests)
            (await request).Dispose();
        await IsAsync(service, "GET", "/slow/{id}", 0);
        await IsAsync(service, "POST", "/slow/{id}", 0);
    }

    [Fact]
    public async Task Request_ThatNoRouteTakes_IsUnmatchedWhileItLasts()
    {
        var finish = new TaskCompletionSource();
        await using var service = await SmallService.StartAsync(app => app.Use((HttpContext context, RequestDelegate next) => context.Request.Path == "/files/1" ? finish.Task : next(context)));

        var request = service.Client.SendAsync(new HttpRequestMessage(new HttpMethod("BREW"), "/files/1"));

        await IsAsync(service, "_OTHER", "unmatched", 1);
        finish.SetResult();
        (await request).Dispose();
        await IsAsync(service, "_OTHER", "unmatched", 0);
    }

    [Fact]
    public async Task Request_ThatThrows_IsOver()
    {
        await using var service = await SmallService.StartAsync(app => app.MapGet("/throw/{id}", string (string id) => throw new InvalidOperationException(id)));

        (await service.Client.GetAsync("/throw/1")).Dispose();

        await IsAsync(service, "GET", "/throw/{id}", 0);
    }

    [Fact]
    public async Task Request_SentOnByTheExceptionHandler_IsOverOnItsFirstRoute()
    {
        await using var service = await SmallService.StartAsync(app =>
        {
            app.UseExceptionHandler("/error");
            app.MapGet("/error", () => Results.Problem());
            app.MapGet("/throw/{id}", string (string id) => throw new InvalidOperationException(id));
        });

        (await service.Client.GetAsync("/throw/1")).Dispose();

        await IsAsync(service, "GET", "/throw/{id}", 0);
        Assert.DoesNotContain("""endpoint="/error",method="GET"} 1""", await service.ScrapeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_AbortedByTheClient_IsOver()
    {
        await using var request = await PendingRequest.StartAsync();
        await IsAsync(request.Service, "GET", "/slow", 1);

        await request.AbortAsync();

        await IsAsync(request.Service, "GET", "/slow", 0);
    }

    [Fact]
    public async Task Requests_OfMachines_AreNotThere()
    {
        await using var service = await SmallService.StartAsync(_ => { });

        foreach (var path in (string[])["/health", "/alive", "/metrics"])
            (await service.Client.GetAsync(path)).Dispose();
        var text = await service.ScrapeAsync();

        // Each was unmatched until it was routed.
        Assert.Contains("""http_requests_in_progress{endpoint="unmatched",method="GET"} 0""", text, StringComparison.Ordinal);
        Assert.DoesNotContain("""endpoint="/health",method""", text, StringComparison.Ordinal);
        Assert.DoesNotContain("http_response_size_bytes_count{", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_TurnedOff_AreNotThere()
    {
        var finish = new TaskCompletionSource();
        await using var service = await SmallService.StartAsync(app => app.MapMethods("/slow/{id}", ["GET", "POST"], () => finish.Task), ("Metrics:InProgressLabels", "false"));

        var requests = new[] { service.Client.GetAsync("/slow/1"), service.Client.PostAsync("/slow/2", content: null) };

        await Eventually.PassesAsync(async () => Assert.Equal(2, await service.ReadAsync("http_requests_in_progress")), Deadline);
        finish.SetResult();
        foreach (var request in requests)
            (await request).Dispose();
        await Eventually.PassesAsync(async () => Assert.Equal(0, await service.ReadAsync("http_requests_in_progress")), Deadline);
    }

    private static Task IsAsync(SmallService service, string method, string endpoint, int count) => Eventually.PassesAsync(
        async () => Assert.Equal(count, await service.ReadAsync($$"""http_requests_in_progress{endpoint="{{endpoint}}",method="{{method}}"}""")), Deadline);
}
