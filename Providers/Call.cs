using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using ServiceDefaults.Prometheus;
using SimulatedProviders.OpenAi;

namespace SimulatedProviders;

/// <summary>A request to a provider, from when it came to its end.</summary>
internal sealed class Call
{
    // The server hands on what was written when it comes to it, and tells nobody.
    private static readonly TimeSpan UntilSent = TimeSpan.FromMilliseconds(200);

    private readonly ProviderRun _run;
    private readonly ProviderSettings _settings;
    private readonly TimeProvider _time;
    private readonly long _begin;
    private readonly CancellationToken _stopping;
    private bool _hasEnded;

    /// <param name="context">The request.</param>
    /// <param name="provider">The provider's name.</param>
    /// <param name="run">The provider.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancelled">The client went away, or the provider was reset.</param>
    /// <param name="stopping">The program ends: what would hang for ever does not wait for that.</param>
    public Call(HttpContext context, string provider, ProviderRun run, TimeProvider time, CancellationToken cancelled, CancellationToken stopping)
    {
        (Context, Provider, Cancelled, _stopping, _run, _time, _begin) = (context, provider, cancelled, stopping, run, time, time.GetTimestamp());
        _settings = run.IsDegraded ? run.Settings.Degraded() : run.Settings;
        Fate = Fate.Of(_settings, provider, run.Begin());
    }

    public HttpContext Context { get; }

    public string Provider { get; }

    public Fate Fate { get; }

    public int Seed => _settings.Seed;

    public CancellationToken Cancelled { get; }

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>What happens to every request, whatever it asks for. Takes as long as the answer lets wait for its beginning.</summary>
    /// <returns>Null where the request may be answered, else why not.</returns>
    public async Task<OpenAiError?> AdmitAsync()
    {
        switch (_settings.Outage)
        {
            case Outage.Refuse:
                return OpenAiError.Unavailable;
            case Outage.Hang:
                await HangAsync();
                break;
            case Outage.Reset:
                await CutAsync();
                break;
        }

        if (KeyError() is { } error)
            return error;

        var refusal = _run.Limits.TakeRequest(_settings);
        _run.Limits.Tell(_settings, Context.Response.Headers);
        if (refusal is not null)
            return refusal;

        await WaitAsync(Fate.FirstToken);
        return Fate.Fails ? OpenAiError.ServerError : null;
    }

    /// <summary>Takes the tokens of the prompt and of the answer, whose head says then what is left.</summary>
    public void TakeTokens(int count)
    {
        _run.Limits.TakeTokens(count);
        _run.Limits.Tell(_settings, Context.Response.Headers);
    }

    /// <summary>Waits until an answer may have so many tokens.</summary>
    public Task WaitForTokensAsync(int count) => WaitAsync(Fate.FirstToken + count * Fate.PerToken);

    /// <summary>A stream begins.</summary>
    public void Stream() => _run.Stream();

    /// <summary>What happens to a stream before an event is sent.</summary>
    /// <param name="sent">How many were sent before.</param>
    public Task BeforeEventAsync(int sent) => _settings.Outage switch
    {
        Outage.Break when sent == _settings.ChunksBeforeOutage => BreakAsync(),
        Outage.Stall when sent == _settings.ChunksBeforeOutage => HangAsync(),
        _ => Task.CompletedTask,
    };

    /// <summary>Counts how the request ended. Only the first time: what comes after the end is its consequence.</summary>
    public void End(CallOutcome outcome)
    {
        if (_hasEnded)
            return;

        _hasEnded = true;
        _run.End(outcome);
    }

    private OpenAiError? KeyError()
    {
        if (BearerToken.ShownBy(Context.Request) is not { Length: > 0 } key)
            return OpenAiError.NoKey;

        return _settings.ApiKey is { } wanted && key != wanted ? OpenAiError.WrongKey : null;
    }

    private async Task WaitAsync(TimeSpan sinceBegin)
    {
        var rest = sinceBegin * _settings.LatencyScale - _time.GetElapsedTime(_begin);
        if (rest > TimeSpan.Zero)
            await Task.Delay(rest, _time, Cancelled);
    }

    /// <summary>Ends only as the call is cancelled, or the program ends.</summary>
    private async Task HangAsync()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancelled, _stopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, end.Token);
    }

    /// <summary>What was sent arrives, and then the end, before its time: a reset would take with it what the client has not read yet.</summary>
    private async Task BreakAsync()
    {
        End(CallOutcome.Failed);
        await Task.Delay(UntilSent, CancellationToken.None);
        Context.Features.Get<IConnectionSocketFeature>()!.Socket.Shutdown(SocketShutdown.Send);
        await HangAsync(); // until the client has noticed
    }

    private Task CutAsync()
    {
        End(CallOutcome.Failed);
        Context.Abort();
        return HangAsync(); // until the server has noticed
    }
}
