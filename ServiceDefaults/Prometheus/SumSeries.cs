namespace ServiceDefaults.Prometheus;

/// <summary>Adds up what is recorded: counters, and up-down counters, which may go down.</summary>
internal sealed class SumSeries(string labels, KeyValuePair<string, object?>[] tags, bool isMonotonic) : Series(labels, tags)
{
    private double _sum;

    public override void Record(double value)
    {
        if (double.IsNaN(value) || (isMonotonic && value < 0))
            return; // Either would spoil the series for good.

        var seen = Volatile.Read(ref _sum);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _sum, seen + value, seen);
            if (before.Equals(seen))
                return;
            seen = before;
        }
    }

    public override void WriteTo(TextFormatWriter text, string name) => text.WriteSample(name, Labels, Volatile.Read(ref _sum));
}
