using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ServiceDefaults.Prometheus;

/// <summary>All series of one name: what HELP and TYPE are written for once.</summary>
internal sealed class MetricFamily(string name, string type, string help, Func<string, KeyValuePair<string, object?>[], Series> newSeries)
{
    public const string Counter = "counter";
    public const string Gauge = "gauge";
    public const string Histogram = "histogram";

    // By rendered labels: two instruments, or two orders of the same tags, that come out alike are one series.
    private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);

    public string Name => name;

    public string Type => type;

    public IEnumerable<Series> Series => _series.Values;

    /// <summary>The family that an instrument belongs to, with its name, type and kind of series.</summary>
    public static MetricFamily Of(Instrument instrument)
    {
        var kind = instrument.GetType().GetGenericTypeDefinition();
        var type = kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? Counter
            : kind == typeof(Histogram<>) ? Histogram
            : Gauge;
        var name = PrometheusName.Of(instrument.Name, instrument.Unit, type);
        var help = string.IsNullOrEmpty(instrument.Description) ? $"{instrument.Name} of {instrument.Meter.Name}." : instrument.Description;

        if (type == Histogram)
        {
            var bounds = HistogramBounds.Of(instrument);
            return new(name, type, help, (labels, tags) => new HistogramSeries(labels, tags, bounds));
        }

        return kind == typeof(Counter<>) ? new(name, type, help, (labels, tags) => new SumSeries(labels, tags, isMonotonic: true))
            : kind == typeof(UpDownCounter<>) ? new(name, type, help, (labels, tags) => new SumSeries(labels, tags, isMonotonic: false))
            : new(name, type, help, (labels, tags) => new LastValueSeries(labels, tags));
    }

    public Series SeriesFor(KeyValuePair<string, object?>[] tags) =>
        _series.GetOrAdd(Labels.Render(tags), static (labels, made) => made.newSeries(labels, made.tags), (newSeries, tags));

    public void Clear() => _series.Clear();

    public void WriteTo(TextFormatWriter text)
    {
        var series = _series.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToList();
        if (series.Count == 0)
            return;

        text.WriteHead(name, type, help);
        foreach (var (_, each) in series)
            each.WriteTo(text, name);
    }
}
