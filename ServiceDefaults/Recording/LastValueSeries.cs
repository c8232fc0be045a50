using ServiceDefaults.Prometheus;

namespace ServiceDefaults.Recording;

/// <summary>Keeps what was recorded last: gauges, and all observable instruments, which report totals.</summary>
internal sealed class LastValueSeries(LabelSet labels) : NumberSeries(labels)
{
    private double _value;

    public override bool TryRecord(long value) => TryRecord((double)value);

    public override bool TryRecord(double value)
    {
        Volatile.Write(ref _value, value);
        return true;
    }

    public override Number Read() => Number.Of(Volatile.Read(ref _value));
}
