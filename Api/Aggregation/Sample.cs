namespace Api.Aggregation;

/// <summary>A value that Prometheus gave.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Value">The number as Prometheus writes it.</param>
internal sealed record Sample(IReadOnlyDictionary<string, string> Labels, string Value);
