using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Tests.Support;

/// <summary>Stands before a Prometheus, knows the queries that it is asked, and spoils the answers as it is told.</summary>
internal sealed class PrometheusGate : IAsyncDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { ActivityHeadersPropagator = null });
    private readonly Func<Uri> _prometheus;
    private readonly SmallService _gate;
    private readonly ConcurrentQueue<string> _asked = [];
    private int _toSpoil;

    private PrometheusGate(Func<Uri> prometheus, SmallService gate) => (_prometheus, _gate) = (prometheus, gate);

    public Uri Address => _gate.Addresses[0];

    /// <summary>The queries, in PromQL.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>How often it was asked.</summary>
    public int Queries => _asked.Count;

    /// <summary>How long each answer is kept back.</summary>
    public TimeSpan Delay { get; set; }

    /// <param name="prometheus">Where Prometheus is.</param>
    public static Task<PrometheusGate> StartAsync(Uri prometheus) => StartAsync(() => prometheus);

    /// <param name="prometheus">Where Prometheus is, once somebody asks.</param>
    public static async Task<PrometheusGate> StartAsync(Func<Uri> prometheus)
    {
        PrometheusGate? gate = null;
        var service = await SmallService.StartAsync(app => app.MapPost("/api/v1/query", context => gate!.AnswerAsync(context)));
        return gate = new(prometheus, service);
    }

    /// <summary>Answers 503 to so many of the next queries.</summary>
    public void Spoil(int queries) => Volatile.Write(ref _toSpoil, queries);

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        _client.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        _asked.Enqueue(form["query"].ToString());
        if (Interlocked.Decrement(ref _toSpoil) >= 0)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        await Task.Delay(Delay, context.RequestAborted);
        using var query = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Key, field.Value.ToString())));
        using var answer = await _client.PostAsync(new Uri(_prometheus(), "/api/v1/query"), query, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType!.ToString();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
