using ServiceDefaults.Prometheus;

namespace ServiceDefaults.Recording;

/// <summary>Counts values by bucket.</summary>
internal sealed class HistogramSeries(LabelSet labels, double[] bounds) : BucketSeries(labels, bounds)
{
    // With twice as many cells as processors, each running thread finds one, even when others were interrupted holding theirs.
    private static readonly int MostCells = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, 64)) * 2;

    private Exemplars _exemplars;

    // One until two threads are seen to meet; then more, of which each processor has a favourite. A power of two.
    private HistogramCell[] _cells = [new(bounds.Length + 1)];

    public override void WantExemplars() => _exemplars.Want();

    public override long ExemplarTime(int bucket) => _exemplars.TimeOf(bucket);

    public override int CopyExemplar(int bucket, Span<byte> to) => _exemplars.CopyTo(bucket, to);

    public override bool TryRecord(long value) => TryRecord((double)value);

    public override bool TryRecord(double value)
    {
        // What is no number belongs in no bucket, and would make the sum NaN for good. What is below zero would make it go down, which only a histogram without one bears.
        if (!(value >= 0) && (double.IsNaN(value) || Bounds.Length == 0 || Bounds[0] >= 0))
            return false;

        var bucket = BucketOf(value);
        var cells = _cells;
        var cell = cells.Length == 1 ? cells[0] : cells[Thread.GetCurrentProcessorId() & (cells.Length - 1)];
        if (!cell.TryClaim())
            cell = ClaimAnother();
        cell.Add(bucket, value);
        cell.Release();

        _exemplars.Offer(Bounds.Length + 1, bucket, value);
        return true;
    }

    public override void ReadInto(Span<long> counts, ref double sum)
    {
        foreach (var cell in Volatile.Read(ref _cells))
            cell.ReadInto(counts, ref sum);
    }

    // A value on a bound belongs below it: le means less or equal.
    private int BucketOf(double value)
    {
        const int Few = 16; // up to here, walking is faster than jumping

        var all = Bounds;
        if (all.Length > Few)
        {
            var found = Array.BinarySearch(all, value);
            return found < 0 ? ~found : found;
        }

        var bucket = 0;
        while (bucket < all.Length && value > all[bucket])
            bucket++;
        return bucket;
    }

    private HistogramCell ClaimAnother()
    {
        var wait = default(SpinWait);
        while (true)
        {
            var cells = Grow(_cells);
            var favourite = Thread.GetCurrentProcessorId();
            for (var i = 0; i < cells.Length; i++)
            {
                var cell = cells[(favourite + i) & (cells.Length - 1)];
                if (cell.TryClaim())
                    return cell;
            }

            wait.SpinOnce();
        }
    }

    private HistogramCell[] Grow(HistogramCell[] cells)
    {
        if (cells.Length == MostCells)
            return cells;

        var more = new HistogramCell[cells.Length * 2];
        cells.CopyTo(more, 0);
        for (var i = cells.Length; i < more.Length; i++)
            more[i] = new(Bounds.Length + 1);
        var before = Interlocked.CompareExchange(ref _cells, more, cells);
        return ReferenceEquals(before, cells) ? more : before;
    }
}
