using ServiceDefaults.Prometheus;

namespace ServiceDefaults.Recording;

/// <summary>A series of buckets, sum and count that belong together.</summary>
/// <param name="labels">Its labels.</param>
/// <param name="bounds">The upper bounds of the buckets, ascending; one more bucket holds what is above the last.</param>
internal abstract class BucketSeries(LabelSet labels, double[] bounds) : Series(labels)
{
    private const int LargestOnStack = 128;

    public double[] Bounds => bounds;

    /// <summary>Adds its counts by bucket and its sum to others, each cell as of one moment.</summary>
    public abstract void ReadInto(Span<long> counts, ref double sum);

    /// <summary>How many values it holds.</summary>
    public long ReadCount() => ReadTotals().Count;

    /// <summary>How many values it holds, and what they add up to.</summary>
    public (long Count, double Sum) ReadTotals()
    {
        var counts = bounds.Length < LargestOnStack ? stackalloc long[LargestOnStack] : new long[bounds.Length + 1];
        counts.Clear();
        var sum = 0.0;
        ReadInto(counts[..(bounds.Length + 1)], ref sum);

        var total = 0L;
        foreach (var count in counts)
            total += count;
        return (total, sum);
    }

    public override void WriteTo(ref LineWriter writer)
    {
        var buckets = bounds.Length + 1;
        var counts = buckets <= LargestOnStack ? stackalloc long[LargestOnStack] : new long[buckets];
        counts = counts[..buckets];
        counts.Clear();
        var sum = 0.0;
        ReadInto(counts, ref sum);

        var total = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            total += counts[i];
            writer.WriteLine(new(total, 0), this, i);
        }

        if (writer.Layout.HasSum)
        {
            writer.WriteLine(Number.Of(sum));
            writer.WriteLine(new(total, 0));
        }

        writer.WriteCreated(this);
    }
}
