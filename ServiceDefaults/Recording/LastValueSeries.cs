using ServiceDefaults.Prometheus;

namespace ServiceDefaults.Recording;

/// <summary>Keeps what was recorded last: gauges, and all observable instruments, which report totals.</summary>
/// <param name="labels">Its labels.</param>
/// <param name="isTotal">Whether what is reported is a counter's.</param>
internal sealed class LastValueSeries(LabelSet labels, bool isTotal) : NumberSeries(labels)
{
    private double _value;

    public override bool TryRecord(long value) => TryRecord((double)value);

    public override bool TryRecord(double value)
    {
        if (isTotal && !(value >= 0))
            return false;

        Volatile.Write(ref _value, value);
        return true;
    }

    public override Number Read() => Number.Of(Volatile.Read(ref _value));
}
