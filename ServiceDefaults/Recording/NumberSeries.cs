using ServiceDefaults.Prometheus;

namespace ServiceDefaults.Recording;

/// <summary>A series that is one number: a line.</summary>
internal abstract class NumberSeries(LabelSet labels) : Series(labels)
{
    public abstract Number Read();

    public override void WriteTo(ref LineWriter writer)
    {
        writer.WriteLine(Read(), this, 0);
        writer.WriteCreated(this);
    }
}
