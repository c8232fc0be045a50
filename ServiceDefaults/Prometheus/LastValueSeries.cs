namespace ServiceDefaults.Prometheus;

/// <summary>Keeps what was recorded last: gauges, and all observable instruments, which report totals.</summary>
internal sealed class LastValueSeries(string labels, KeyValuePair<string, object?>[] tags) : Series(labels, tags)
{
    private double _value;

    public override void Record(double value) => Volatile.Write(ref _value, value);

    public override void WriteTo(TextFormatWriter text, string name) => text.WriteSample(name, Labels, Volatile.Read(ref _value));
}
