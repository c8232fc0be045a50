namespace ServiceDefaults.Prometheus;

/// <summary>One time series (for a histogram: its buckets, sum and count). Safe to record into and to read from any thread.</summary>
internal abstract class Series(string labels, KeyValuePair<string, object?>[] tags)
{
    /// <summary>The labels as they are written between the braces.</summary>
    protected string Labels => labels;

    /// <summary>The tags that the labels were rendered from.</summary>
    public KeyValuePair<string, object?>[] Tags => tags;

    public abstract void Record(double value);

    public abstract void WriteTo(TextFormatWriter text, string name);
}
