using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tests.Support;

/// <summary>
/// One address for several replicas, as any balancer does it: in turn to those whose <c>/health</c> is good, with a connection for each request. What could not be sent to
/// one goes to the next. What was sent and got no answer is lost: nobody knows whether it was done, and the client gets 502.
/// </summary>
internal sealed class Balancer : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // The balancer is no part of what is measured: it makes no spans and hands none on.
    private readonly HttpClient _client = new(new SocketsHttpHandler { ActivityHeadersPropagator = null, AllowAutoRedirect = false, UseProxy = false });
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Uri, bool> _ready = new();
    private readonly ConcurrentDictionary<Uri, int> _answered = new();
    private readonly ConcurrentQueue<Lost> _lost = new();
    private readonly WebApplication _app;
    private int _turn;
    private int _refused;

    private Balancer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ForwardAsync);
    }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>What was sent and got no answer.</summary>
    public IReadOnlyList<Lost> Losses => [.. _lost];

    /// <summary>How often a replica that was said to be good took no connection.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public static async Task<Balancer> StartAsync()
    {
        var balancer = new Balancer();
        await balancer._app.StartAsync();
        return balancer;
    }

    /// <summary>Has it send requests to a replica as long as that is healthy, which it is now.</summary>
    public void Add(Uri replica)
    {
        _ready[replica] = true;
        _ = WatchAsync(replica);
    }

    /// <summary>Has it forget a replica that is not there any more.</summary>
    public void Remove(Uri replica) => _ready.TryRemove(replica, out _);

    /// <summary>How many requests whoever listens there has answered.</summary>
    public int CountAnswered(Uri replica) => _answered.GetValueOrDefault(replica);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _app.DisposeAsync();
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task WatchAsync(Uri replica)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            var isReady = await IsReadyAsync(replica);
            if (!_ready.TryGetValue(replica, out var was) || (was != isReady && !_ready.TryUpdate(replica, isReady, was)))
                return; // it was removed
        }
    }

    private async Task<bool> IsReadyAsync(Uri replica)
    {
        try
        {
            using var health = await _client.GetAsync(new Uri(replica, "/health"), _stop.Token);
            return health.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task ForwardAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        foreach (var replica in InTurn())
        {
            var sentAt = Stopwatch.GetTimestamp();
            try
            {
                using var message = Copy(context.Request, replica, body.ToArray());
                using var answer = await _client.SendAsync(message);
                _answered.AddOrUpdate(replica, 1, (_, count) => count + 1);
                await CopyAsync(answer, context.Response);
                return;
            }
            catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConnectionError)
            {
                Interlocked.Increment(ref _refused);
            }
            catch (HttpRequestException exception)
            {
                _lost.Enqueue(new(replica, sentAt, $"{context.Request.Method} {context.Request.Path}: {exception.Message}"));
                context.Response.StatusCode = StatusCodes.Status502BadGateway;
                return;
            }
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
    }

    private IEnumerable<Uri> InTurn()
    {
        Uri[] ready = [.. _ready.Where(replica => replica.Value).Select(replica => replica.Key).OrderBy(replica => replica.Port)];
        var turn = (uint)Interlocked.Increment(ref _turn);
        return ready.Select((_, i) => ready[(turn + i) % ready.Length]);
    }

    private static HttpRequestMessage Copy(HttpRequest request, Uri replica, byte[] body)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(replica, request.Path + request.QueryString.ToString()));
        if (body.Length > 0)
            message.Content = new ByteArrayContent(body);
        foreach (var (name, value) in request.Headers.Where(header => header.Key is "Authorization" or "Idempotency-Key" or "Content-Type"))
        {
            if (!message.Headers.TryAddWithoutValidation(name, value.ToString()))
                message.Content?.Headers.TryAddWithoutValidation(name, value.ToString());
        }

        message.Headers.ConnectionClose = true;
        return message;
    }

    private static async Task CopyAsync(HttpResponseMessage answer, HttpResponse response)
    {
        response.StatusCode = (int)answer.StatusCode;
        response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await response.Body.WriteAsync(await answer.Content.ReadAsByteArrayAsync());
    }

    /// <summary>A request that was sent and got no answer.</summary>
    /// <param name="Replica">To whom.</param>
    /// <param name="SentAt">When, by <see cref="Stopwatch.GetTimestamp"/>.</param>
    /// <param name="What">What it was, and why there was no answer.</param>
    internal sealed record Lost(Uri Replica, long SentAt, string What);
}
