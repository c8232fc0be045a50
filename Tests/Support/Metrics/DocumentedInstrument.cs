namespace Tests.Support.Metrics;

/// <summary>What a metrics class says of an instrument.</summary>
/// <param name="Constant">The constant that holds its name.</param>
/// <param name="Name">Its name.</param>
/// <param name="Comment">The doc comment, which begins with kind and unit.</param>
/// <param name="Labels">The tags that the comment names.</param>
internal sealed record DocumentedInstrument(string Constant, string Name, string Comment, IReadOnlyList<string> Labels);
