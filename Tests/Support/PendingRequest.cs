using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Tests.Support;

/// <summary>A service that answers <c>GET /slow</c> for as long as its client waits, and a client that waits.</summary>
internal sealed class PendingRequest : IAsyncDisposable
{
    private readonly CancellationTokenSource _patience = new();
    private readonly Task<HttpResponseMessage> _answer;

    private PendingRequest(SmallService service)
    {
        Service = service;
        _answer = service.Client.GetAsync("/slow", _patience.Token);
    }

    public SmallService Service { get; }

    /// <summary>Starts it, and waits until the endpoint is reached.</summary>
    public static async Task<PendingRequest> StartAsync()
    {
        var reached = new TaskCompletionSource();
        var service = await SmallService.StartAsync(app => app.MapGet("/slow", async (HttpContext context) =>
        {
            reached.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }));
        var request = new PendingRequest(service);
        await reached.Task;
        return request;
    }

    /// <summary>The client goes away.</summary>
    public async Task AbortAsync()
    {
        await _patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _answer);
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        _patience.Dispose();
    }
}
