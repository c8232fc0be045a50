namespace ServiceDefaults.Prometheus;

/// <summary>Counts values by bucket. Buckets, sum and count that are read together belong together.</summary>
internal sealed class HistogramSeries(string labels, KeyValuePair<string, object?>[] tags, double[] bounds) : Series(labels, tags)
{
    private readonly long[] _counts = new long[bounds.Length + 1];
    private readonly Lock _lock = new();
    private double _sum;

    public double[] Bounds => bounds;

    public override void Record(double value)
    {
        if (double.IsNaN(value))
            return; // It belongs in no bucket, and would make the sum NaN for good.

        var bucket = Array.BinarySearch(bounds, value); // a value on a bound belongs below it: le means less or equal
        if (bucket < 0)
            bucket = ~bucket;

        lock (_lock)
        {
            _counts[bucket]++;
            _sum += value;
        }
    }

    /// <summary>Adds the values of another series with the same bounds.</summary>
    public void Add(HistogramSeries other)
    {
        var (counts, sum) = other.Read();
        lock (_lock)
        {
            for (var i = 0; i < counts.Length; i++)
                _counts[i] += counts[i];
            _sum += sum;
        }
    }

    public (long[] Counts, double Sum) Read()
    {
        lock (_lock)
            return ([.. _counts], _sum);
    }

    public override void WriteTo(TextFormatWriter text, string name)
    {
        var (counts, sum) = Read();
        var total = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            total += counts[i];
            text.WriteBucket(name, Labels, i < bounds.Length ? bounds[i] : double.PositiveInfinity, total);
        }

        text.WriteSample(name + "_sum", Labels, sum);
        text.WriteSample(name + "_count", Labels, total);
    }
}
