namespace ServiceDefaults.Prometheus;

/// <summary>A family that is written from the points of a histogram, under another name and other labels.</summary>
/// <param name="Source">The family that holds the points.</param>
/// <param name="Name">What it is called besides.</param>
/// <param name="Type">Histogram, or counter for the number of its observations alone.</param>
/// <param name="Help">What one observation is.</param>
/// <param name="Labels">Each label, with how its value comes from the tags of the source.</param>
internal sealed record Alias(string Source, string Name, string Type, string Help, (string Name, Func<IReadOnlyList<KeyValuePair<string, object?>>, object?> Value)[] Labels)
{
    /// <summary>The derived family as it stands now. Source series that differ only in what has no label here are added up.</summary>
    public MetricFamily Derive(MetricFamily source)
    {
        var derived = new MetricFamily(Name, Type, Help, (labels, tags) => Type == MetricFamily.Counter
            ? new SumSeries(labels, tags, isMonotonic: true)
            : new HistogramSeries(labels, tags, source.Series.OfType<HistogramSeries>().First().Bounds));

        foreach (var series in source.Series.OfType<HistogramSeries>())
        {
            var target = derived.SeriesFor([.. Labels.Select(label => KeyValuePair.Create(label.Name, label.Value(series.Tags)))]);
            if (target is HistogramSeries histogram)
                histogram.Add(series);
            else
                target.Record(series.Read().Counts.Sum());
        }

        return derived;
    }
}
