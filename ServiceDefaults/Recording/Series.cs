using ServiceDefaults.Prometheus;

namespace ServiceDefaults.Recording;

/// <summary>One time series (a histogram: its buckets, sum and count). Safe to record into and to read from any thread.</summary>
internal abstract class Series(LabelSet labels)
{
    public LabelSet Labels => labels;

    /// <summary>How many instruments record into it.</summary>
    public int Owners { get; set; }

    /// <summary>Which observation reported it last: an observable instrument's alone.</summary>
    public int Seen { get; set; }

    /// <summary>When it began, in milliseconds since 1970.</summary>
    public long Created { get; } = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Takes an exemplar from the first measurement on: of what happens once an hour, there is no second.</summary>
    public virtual void WantExemplars()
    {
    }

    /// <summary>When the exemplar of a bucket (a counter: 0) was recorded, in milliseconds since 1970; 0 when there is none.</summary>
    public virtual long ExemplarTime(int bucket) => 0;

    /// <summary>Writes the exemplar of a bucket, as it stands in a line.</summary>
    /// <returns>How many bytes were written; 0 when there is none.</returns>
    public virtual int CopyExemplar(int bucket, Span<byte> to) => 0;

    /// <returns>False when the value is none that this kind of series can take; it is unchanged then.</returns>
    public abstract bool TryRecord(long value);

    /// <inheritdoc cref="TryRecord(long)"/>
    public abstract bool TryRecord(double value);

    /// <summary>Writes its lines: as many as the layout of its family has, in that order.</summary>
    public abstract void WriteTo(ref LineWriter writer);
}
