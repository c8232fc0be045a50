using System.Diagnostics;
using System.Runtime.InteropServices;
using ServiceDefaults.Prometheus;

namespace ServiceDefaults.Recording;

/// <summary>
/// For each bucket (a counter: one) a value that was recorded in a sampled request, with that request's ids. A scrape that reads them asks for new ones: until the next
/// one comes, and where nobody reads them at all, recording costs nothing here. It never waits: while another thread writes, a value is passed over.
/// A part of its series, not an object of its own: of many series a scrape has to fetch each byte from far away.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Exemplars
{
    private const int SlotSize = 16; // longs: two cache lines
    private const int LengthBits = 8;

    // For each bucket when, and how long the text is, in one number; then the text, rendered once rather than at each scrape.
    private long[]? _slots;
    private int _isTaken;

    // A bit a bucket; from 64 buckets on some share one.
    private ulong _wanted;

    /// <summary>Takes the next one of each bucket.</summary>
    public void Want() => Volatile.Write(ref _wanted, ulong.MaxValue);

    /// <summary>Remembers the value if an exemplar is wanted and the current request is sampled.</summary>
    /// <param name="buckets">How many there are.</param>
    /// <param name="bucket">The one that the value is in.</param>
    /// <param name="value">The value.</param>
    public void Offer(int buckets, int bucket, double value)
    {
        if ((Volatile.Read(ref _wanted) & BitOf(bucket)) != 0 && Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } span)
            Write(buckets, bucket, value, span);
    }

    /// <summary>When the exemplar of a bucket was recorded, in milliseconds since 1970; 0 when there is none. From now on a newer one is wanted.</summary>
    public long TimeOf(int bucket)
    {
        if ((Volatile.Read(ref _wanted) & BitOf(bucket)) == 0)
            Interlocked.Or(ref _wanted, BitOf(bucket));
        return Volatile.Read(ref _slots) is { } slots ? Volatile.Read(ref slots[bucket * SlotSize]) >> LengthBits : 0;
    }

    /// <summary>Writes the exemplar of a bucket, as it stands in a line.</summary>
    /// <returns>How many bytes were written; 0 when there is none.</returns>
    public int CopyTo(int bucket, Span<byte> to)
    {
        if (TimeOf(bucket) == 0)
            return 0;

        var wait = default(SpinWait);
        while (Interlocked.CompareExchange(ref _isTaken, 1, 0) != 0)
            wait.SpinOnce();

        var slot = _slots.AsSpan(bucket * SlotSize, SlotSize);
        var length = (byte)slot[0];
        TextIn(slot)[..length].CopyTo(to);
        Volatile.Write(ref _isTaken, 0);
        return length;
    }

    private static ulong BitOf(int bucket) => 1UL << (bucket & 63);

    private static Span<byte> TextIn(Span<long> slot) => MemoryMarshal.AsBytes(slot[1..]);

    private void Write(int buckets, int bucket, double value, Activity span)
    {
        if (Interlocked.CompareExchange(ref _isTaken, 1, 0) != 0)
            return;

        var time = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var slots = _slots ?? new long[buckets * SlotSize];
        var slot = slots.AsSpan(bucket * SlotSize, SlotSize);
        var length = ExemplarText.Write(TextIn(slot), value, span, time);
        Volatile.Write(ref slot[0], (time << LengthBits) | (long)length);
        Volatile.Write(ref _slots, slots);
        Interlocked.And(ref _wanted, ~BitOf(bucket));
        Volatile.Write(ref _isTaken, 0);
    }
}
