namespace Tests.Support.Metrics;

/// <summary>What a metrics class says of a tag.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">Which values it can have.</param>
internal sealed record DocumentedTag(string Name, string Values);
