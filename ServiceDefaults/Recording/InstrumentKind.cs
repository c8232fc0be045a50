using System.Diagnostics.Metrics;
using ServiceDefaults.Prometheus;

namespace ServiceDefaults.Recording;

/// <summary>What becomes of the measurements of an instrument.</summary>
/// <param name="Type">What Prometheus calls it.</param>
/// <param name="Create">Makes a series for a family with these bounds.</param>
internal sealed record InstrumentKind(string Type, Func<LabelSet, double[], Series> Create)
{
    private static readonly InstrumentKind Counter = new(MetricFamily.Counter, (labels, _) => new SumSeries(labels, isMonotonic: true));
    private static readonly InstrumentKind UpDownCounter = new(MetricFamily.Gauge, (labels, _) => new SumSeries(labels, isMonotonic: false));
    private static readonly InstrumentKind Gauge = new(MetricFamily.Gauge, (labels, _) => new LastValueSeries(labels, isTotal: false));
    private static readonly InstrumentKind ReportedTotal = new(MetricFamily.Counter, (labels, _) => new LastValueSeries(labels, isTotal: true));
    private static readonly InstrumentKind Histogram = new(MetricFamily.Histogram, (labels, bounds) => new HistogramSeries(labels, bounds));

    public static InstrumentKind Of(Instrument instrument)
    {
        // What somebody else derived from Instrument shows its last value.
        var type = instrument.GetType() is { IsGenericType: true } generic ? generic.GetGenericTypeDefinition() : null;
        return type == typeof(Counter<>) ? Counter
            : type == typeof(UpDownCounter<>) ? UpDownCounter
            : type == typeof(Histogram<>) ? Histogram
            : type == typeof(ObservableCounter<>) ? ReportedTotal
            : Gauge;
    }
}
