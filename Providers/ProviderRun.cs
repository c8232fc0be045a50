using System.Diagnostics.CodeAnalysis;

namespace SimulatedProviders;

/// <summary>What a provider is and has done since its start or its last reset.</summary>
/// <param name="settings">What it is at first.</param>
/// <param name="time">The clock.</param>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer and no handle, and open requests look at it after the end.")]
internal sealed class ProviderRun(ProviderSettings settings, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _over = new();
    private readonly long _begin = time.GetTimestamp();
    private ProviderSettings _settings = settings;
    private ProviderCounts _counts = new(0, 0, 0, 0, 0);

    /// <summary>Cancelled by a reset.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>What it has given of this minute.</summary>
    public MinuteLimits Limits { get; } = new(time);

    public ProviderSettings Settings => Volatile.Read(ref _settings);

    public ProviderCounts Counts
    {
        get
        {
            lock (_lock)
                return _counts;
        }
    }

    /// <summary>Whether it wobbles, and this is the bad third.</summary>
    public bool IsDegraded
    {
        get
        {
            var period = Settings.WobbleSeconds;
            return period > 0 && time.GetElapsedTime(_begin).TotalSeconds % period >= period * 2 / 3;
        }
    }

    /// <summary>Changes the settings, one change after the other.</summary>
    public ProviderSettings Change(Func<ProviderSettings, ProviderSettings> change)
    {
        lock (_lock)
            return _settings = change(_settings);
    }

    /// <summary>A request has come.</summary>
    /// <returns>Its number, from 1 on.</returns>
    public long Begin()
    {
        lock (_lock)
            return (_counts = _counts with { Requests = _counts.Requests + 1 }).Requests;
    }

    /// <summary>A stream begins.</summary>
    public void Stream()
    {
        lock (_lock)
            _counts = _counts with { Streamed = _counts.Streamed + 1 };
    }

    /// <summary>A request has ended.</summary>
    public void End(CallOutcome outcome)
    {
        lock (_lock)
        {
            _counts = outcome switch
            {
                CallOutcome.Answered => _counts with { Answered = _counts.Answered + 1 },
                CallOutcome.Failed => _counts with { Failed = _counts.Failed + 1 },
                _ => _counts with { AbortedByClient = _counts.AbortedByClient + 1 },
            };
        }
    }

    public void End() => _over.Cancel();
}
