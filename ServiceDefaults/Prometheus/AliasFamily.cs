using ServiceDefaults.Recording;

namespace ServiceDefaults.Prometheus;

/// <summary>The family of an alias. Series of the source that differ only in what has no label here are one series, which adds them up when it is read.</summary>
internal sealed class AliasFamily(Alias alias, MetricFamily source, PrometheusOptions options)
{
    private readonly Dictionary<Series, Series> _derived = [];

    public MetricFamily Family { get; } = new(
        new(alias.Name, alias.Type, alias.Name.Contains(source.Name.Unit, StringComparison.Ordinal) ? source.Name.Unit : ""),
        alias.Help,
        alias.Type == MetricFamily.Histogram ? source.Bounds : [],
        options.WithCreated);

    /// <summary>The source has a new series.</summary>
    public void Add(Series series)
    {
        var tags = new AliasedTags(series.Labels.Tags, options);
        if (!alias.Where(tags))
            return;

        var derived = Family.Acquire(new([.. TagsFor(tags)]), Create);
        _derived[series] = derived;
        ((IAliasSeries)derived).Add(series);
    }

    /// <summary>The source has lost a series.</summary>
    public void Remove(Series series)
    {
        if (!_derived.Remove(series, out var derived))
            return;

        ((IAliasSeries)derived).Remove(series);
        Family.Release(derived);
    }

    private IEnumerable<KeyValuePair<string, object?>> TagsFor(AliasedTags tags)
    {
        foreach (var (name, value) in alias.Labels)
            yield return new(name, value(tags));

        string[] kept = [InstrumentRecorder.OverflowTag, .. alias.WithHeaderLabels ? options.HeaderLabels : []];
        foreach (var name in kept)
        {
            if (tags[name] is { } value)
                yield return new(name, value);
        }
    }

    private Series Create(LabelSet labels) =>
        alias.Type == MetricFamily.Histogram ? new AliasHistogram(labels, Family.Bounds) : new AliasNumber(labels);
}
