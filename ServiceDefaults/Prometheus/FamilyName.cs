namespace ServiceDefaults.Prometheus;

/// <summary>What a family is called, and what its samples are called.</summary>
/// <param name="Name">As it stands in HELP and TYPE of the text format: a counter's with <c>_total</c>.</param>
/// <param name="Type"><see cref="MetricFamily.Counter"/>, <see cref="MetricFamily.Gauge"/> or <see cref="MetricFamily.Histogram"/>.</param>
/// <param name="Unit">The unit at the end of its name, or nothing.</param>
internal sealed record FamilyName(string Name, string Type, string Unit = "")
{
    private const string Total = "_total";

    /// <summary>What the sample of a counter or a gauge adds to <see cref="Base"/>.</summary>
    public string Suffix => Type == MetricFamily.Counter ? Total : "";

    /// <summary>Every name that a line of it can have: no other family may have one of them.</summary>
    public IEnumerable<string> Claims
    {
        get
        {
            var name = Base(Escaping.Underscores);
            return Type switch
            {
                MetricFamily.Counter => [name, name + Total, name + "_created"],
                MetricFamily.Histogram => [name, name + "_bucket", name + "_sum", name + "_count", name + "_created"],
                _ => [name],
            };
        }
    }

    /// <summary>What the names of all its samples begin with, and what OpenMetrics calls it: a counter's name without <c>_total</c>.</summary>
    public string Base(Escaping escaping) => escaping.Apply(Name)[..^Suffix.Length] is { Length: > 0 } name ? name : "_";
}
