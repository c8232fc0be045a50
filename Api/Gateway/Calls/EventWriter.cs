namespace Api.Gateway.Calls;

/// <summary>Writes server-sent events, each as soon as it is there. https://html.spec.whatwg.org/multipage/server-sent-events.html</summary>
internal sealed class EventWriter
{
    private readonly HttpResponse _response;

    public EventWriter(HttpResponse response)
    {
        _response = response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no"; // proxies that understand it pass events on at once
    }

    public async Task WriteAsync(string data, CancellationToken cancellationToken)
    {
        await _response.WriteAsync($"data: {data.Replace("\n", "\ndata: ", StringComparison.Ordinal)}\n\n", cancellationToken);
        await _response.Body.FlushAsync(cancellationToken);
    }

    /// <summary>The event by which clients of OpenAI's API know that the answer is whole.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => WriteAsync("[DONE]", cancellationToken);
}
