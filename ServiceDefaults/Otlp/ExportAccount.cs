using System.Diagnostics.Metrics;

namespace ServiceDefaults.Otlp;

/// <summary>Counts what one destination was given and what became of it, and so bounds what waits for it.</summary>
/// <param name="destination">Where it goes.</param>
/// <param name="capacity">How many items may wait, those on their way included.</param>
internal sealed class ExportAccount(OtlpDestination destination, int capacity)
{
    private readonly KeyValuePair<string, object?>[] _refusedTags = Tags(destination, "refused");
    private readonly KeyValuePair<string, object?>[] _queueFullTags = Tags(destination, "queue_full");

    private long _waiting;
    private long _refused;
    private long _queueFull;

    public int Capacity => capacity;

    public long Waiting => Volatile.Read(ref _waiting);

    public long Lost => Volatile.Read(ref _refused) + Volatile.Read(ref _queueFull);

    /// <summary>On the thread that made the item. False: there is no room for it, and it is counted as lost.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _waiting) <= capacity)
            return true;

        Interlocked.Decrement(ref _waiting);
        Interlocked.Increment(ref _queueFull);
        return false;
    }

    /// <summary>A batch has left, or failed to.</summary>
    public void Leave(long items, long refused)
    {
        Interlocked.Add(ref _waiting, -items);
        Interlocked.Add(ref _refused, refused);
    }

    public IEnumerable<Measurement<long>> Measure() =>
        [new(Volatile.Read(ref _refused), _refusedTags), new(Volatile.Read(ref _queueFull), _queueFullTags)];

    private static KeyValuePair<string, object?>[] Tags(OtlpDestination destination, string reason) =>
    [
        new(TelemetryMeter.DestinationTag, destination.Name), new(TelemetryMeter.SignalTag, destination.Signal.Name), new(TelemetryMeter.ReasonTag, reason),
    ];
}
