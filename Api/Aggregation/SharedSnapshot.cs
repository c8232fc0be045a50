namespace Api.Aggregation;

/// <summary>
/// A snapshot that is taken when somebody wants it, kept for some seconds, and taken once however many want it meanwhile. Nobody waits for it for long; when it comes
/// later, it is there for whoever asks next.
/// </summary>
/// <typeparam name="T">What it is of.</typeparam>
/// <param name="read">Takes it, as of a moment. It is given up by nobody: it has a deadline of its own.</param>
internal sealed class SharedSnapshot<T>(Func<DateTimeOffset, Task<T>> read, UpstreamState state, AggregationMetrics metrics, TimeProvider time) where T : class
{
    /// <summary>How long it is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LifetimeOfFailure = TimeSpan.FromSeconds(1); // with the break of the circuit after it still within one lifetime

    private readonly Lock _lock = new();
    private Task<Snapshot<T>>? _flight;
    private volatile Snapshot<T>? _latest;

    public async Task<Snapshot<T>> GetAsync(CancellationToken cancellationToken)
    {
        Task<Snapshot<T>> flight;
        lock (_lock)
        {
            if (_flight is { IsCompleted: false })
            {
                metrics.Joined();
            }
            else if (_latest is { } latest && IsFresh(latest))
            {
                metrics.Hit();
                return latest;
            }
            else
            {
                metrics.Missed();
                _flight = Task.Run(TakeAsync, CancellationToken.None); // whoever asked first may go; the others still wait
            }

            flight = _flight;
        }

        try
        {
            return await flight.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            state.Late();
            return new(time.GetUtcNow(), Value: null, $"Prometheus did not answer within {Patience.TotalMilliseconds} ms.", _latest?.LastGood);
        }
    }

    private bool IsFresh(Snapshot<T> snapshot)
    {
        var age = time.GetUtcNow() - snapshot.At;
        return age >= TimeSpan.Zero && age < (snapshot.Failure is null ? Lifetime : LifetimeOfFailure);
    }

    private async Task<Snapshot<T>> TakeAsync()
    {
        var now = time.GetUtcNow();
        try
        {
            var value = await read(now);
            state.Answered();
            return _latest = new(now, value, Failure: null, LastGood: now);
        }
        catch (UpstreamException failure)
        {
            state.Failed(failure);
            return _latest = new(now, Value: null, failure.Message, _latest?.LastGood);
        }
    }
}
