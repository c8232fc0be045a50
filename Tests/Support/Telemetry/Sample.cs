namespace Tests.Support.Telemetry;

/// <summary>The newest value of a series.</summary>
/// <param name="Name">The metric, such as <c>http_requests_total</c>.</param>
/// <param name="Labels">What tells it from the other series of the metric.</param>
/// <param name="Value">The value.</param>
internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>Whether these are among its labels.</summary>
    public bool Has(IEnumerable<(string Name, string Value)> labels) => labels.All(label => Labels.GetValueOrDefault(label.Name, "") == label.Value);

    public override string ToString() => $"{Name}{{{string.Join(',', Labels.Select(label => $"{label.Key}=\"{label.Value}\""))}}} {Value}";
}
