namespace ServiceDefaults.Otlp;

/// <summary>Tells in the log that a destination loses data, once a minute at most however often it happens, and that it takes data again.</summary>
/// <remarks>Called by the thread of the destination's queue alone, but for <see cref="Stopped"/>.</remarks>
internal sealed class LossReport(OtlpDestination destination, ExportAccount account, ExportLosses losses, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long _seen;
    private long _told;
    private long? _warned;
    private bool _failing;

    /// <summary>After each attempt to send.</summary>
    /// <param name="complaint">Why it failed; null when it did not.</param>
    public void Sent(string? complaint)
    {
        var lost = account.Lost;
        var isLosing = lost > _seen;
        _seen = lost;
        if (losses.Log is not { } log)
            return;

        if (isLosing && (_warned is not { } last || time.GetElapsedTime(last) >= Interval))
        {
            ExportLog.Losing(log, destination.Name, destination.Address, lost - _told, destination.Signal.Items, complaint ?? Overflow());
            (_warned, _failing) = (time.GetTimestamp(), true);
            _told = lost;
        }
        else if (!isLosing && _failing)
        {
            ExportLog.Recovered(log, destination.Name, destination.Address, destination.Signal.Items, lost - _told);
            _failing = false;
            _told = lost;
        }
    }

    /// <summary>The service stops, and waits no longer.</summary>
    public void Stopped()
    {
        var missing = account.Waiting + account.Lost - _told;
        if (missing > 0 && losses.Log is { } log)
            ExportLog.Missing(log, destination.Name, destination.Address, missing, destination.Signal.Items);
    }

    private string Overflow() => $"they come faster than it takes them, and no more than {account.Capacity} can wait";
}
