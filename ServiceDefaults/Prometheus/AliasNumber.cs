using ServiceDefaults.Recording;

namespace ServiceDefaults.Prometheus;

/// <summary>The sum of numbers, or of the numbers of observations of histograms.</summary>
internal sealed class AliasNumber(LabelSet labels) : NumberSeries(labels), IAliasSeries
{
    private Series[] _sources = [];

    public void Add(Series source) => _sources = [.. _sources, source];

    public void Remove(Series source) => _sources = [.. _sources.Where(each => each != source)];

    public override bool TryRecord(long value) => false;

    public override bool TryRecord(double value) => false;

    public override Number Read()
    {
        var sum = default(Number);
        foreach (var source in _sources)
            sum += source is BucketSeries histogram ? new(histogram.ReadCount(), 0) : ((NumberSeries)source).Read();
        return sum;
    }

    /// <summary>That of the newest of any bucket of any source.</summary>
    public override long ExemplarTime(int bucket) => Newest().Time;

    public override int CopyExemplar(int bucket, Span<byte> to) => Newest() is { Series: { } series } newest ? series.CopyExemplar(newest.Bucket, to) : 0;

    private (Series? Series, int Bucket, long Time) Newest()
    {
        var newest = (Series: (Series?)null, Bucket: 0, Time: 0L);
        foreach (var source in _sources)
        {
            var buckets = source is BucketSeries histogram ? histogram.Bounds.Length + 1 : 1;
            for (var i = 0; i < buckets; i++)
            {
                if (source.ExemplarTime(i) is var time && time > newest.Time)
                    newest = (source, i, time);
            }
        }

        return newest;
    }
}
