using ServiceDefaults.Recording;

namespace ServiceDefaults.Prometheus;

/// <summary>The sum of histograms with the same bounds.</summary>
internal sealed class AliasHistogram(LabelSet labels, double[] bounds) : BucketSeries(labels, bounds), IAliasSeries
{
    private BucketSeries[] _sources = [];

    public void Add(Series source) => _sources = [.. _sources, (BucketSeries)source];

    public void Remove(Series source) => _sources = [.. _sources.Where(each => each != source)];

    public override bool TryRecord(long value) => false;

    public override bool TryRecord(double value) => false;

    public override void ReadInto(Span<long> counts, ref double sum)
    {
        foreach (var source in _sources)
            source.ReadInto(counts, ref sum);
    }

    /// <summary>That of the newest of any source.</summary>
    public override long ExemplarTime(int bucket)
    {
        var newest = 0L;
        foreach (var source in _sources)
            newest = Math.Max(newest, source.ExemplarTime(bucket));
        return newest;
    }

    public override int CopyExemplar(int bucket, Span<byte> to)
    {
        BucketSeries? newest = null;
        foreach (var source in _sources)
        {
            if (source.ExemplarTime(bucket) > (newest?.ExemplarTime(bucket) ?? 0))
                newest = source;
        }

        return newest?.CopyExemplar(bucket, to) ?? 0;
    }
}
