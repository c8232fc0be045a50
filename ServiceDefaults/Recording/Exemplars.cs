using System.Diagnostics;
using ServiceDefaults.Prometheus;

namespace ServiceDefaults.Recording;

/// <summary>
/// For each bucket (a counter: one) a value that was recorded in a sampled request, with that request's ids. A scrape that reads them asks for new ones: until the next
/// one comes, and where nobody reads them at all, recording costs nothing here. It never waits: while another thread writes, a value is passed over.
/// </summary>
internal sealed class Exemplars(int buckets)
{
    private byte[]? _texts;
    private long[] _times = [];
    private int _isTaken;

    // A bit a bucket; from 64 buckets on some share one.
    private ulong _wanted;

    /// <summary>Remembers the value if an exemplar is wanted and the current request is sampled.</summary>
    public void Offer(int bucket, double value)
    {
        if ((Volatile.Read(ref _wanted) & BitOf(bucket)) != 0 && Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } span)
            Write(bucket, value, span);
    }

    /// <summary>When the exemplar of a bucket was recorded, in milliseconds since 1970; 0 when there is none. From now on a newer one is wanted.</summary>
    public long TimeOf(int bucket)
    {
        if ((Volatile.Read(ref _wanted) & BitOf(bucket)) == 0)
            Interlocked.Or(ref _wanted, BitOf(bucket));
        return Volatile.Read(ref _texts) is null ? 0 : Volatile.Read(ref _times[bucket]);
    }

    /// <summary>Writes the exemplar of a bucket that has one, as it stands in a line.</summary>
    /// <returns>How many bytes were written.</returns>
    public int CopyTo(int bucket, Span<byte> to)
    {
        var wait = default(SpinWait);
        while (Interlocked.CompareExchange(ref _isTaken, 1, 0) != 0)
            wait.SpinOnce();

        var text = TextOf(bucket);
        text[1..(text[0] + 1)].CopyTo(to);
        var length = text[0];
        Volatile.Write(ref _isTaken, 0);
        return length;
    }

    private static ulong BitOf(int bucket) => 1UL << (bucket & 63);

    // Its length, then the text.
    private Span<byte> TextOf(int bucket) => _texts.AsSpan(bucket * (ExemplarText.MostBytes + 1), ExemplarText.MostBytes + 1);

    // Rendered here, once, rather than at each scrape.
    private void Write(int bucket, double value, Activity span)
    {
        if (Interlocked.CompareExchange(ref _isTaken, 1, 0) != 0)
            return;

        var time = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        if (_texts is null)
        {
            _times = new long[buckets];
            Volatile.Write(ref _texts, new byte[buckets * (ExemplarText.MostBytes + 1)]);
        }

        var text = TextOf(bucket);
        text[0] = (byte)ExemplarText.Write(text[1..], value, span, time);
        Volatile.Write(ref _times[bucket], time);
        Interlocked.And(ref _wanted, ~BitOf(bucket));
        Volatile.Write(ref _isTaken, 0);
    }
}
