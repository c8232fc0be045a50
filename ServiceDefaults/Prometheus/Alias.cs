namespace ServiceDefaults.Prometheus;

/// <summary>A family that is written from the points of another, under another name and with other labels.</summary>
/// <param name="Set">What the configuration calls it together with others: <c>Metrics:Aliases:http=false</c> turns a set off.</param>
/// <param name="Source">The family that holds the points.</param>
/// <param name="Name">What it is called besides.</param>
/// <param name="Type">The type of the source; or counter for the number of a histogram's observations alone.</param>
/// <param name="Help">What one observation is.</param>
/// <param name="Labels">Each label, with how its value comes from the tags of the source.</param>
internal sealed record Alias(string Set, string Source, string Name, string Type, string Help, params (string Name, Func<AliasedTags, object?> Value)[] Labels)
{
    /// <summary>Which points of the source count.</summary>
    public Func<AliasedTags, bool> Where { get; init; } = _ => true;

    /// <summary>Whether labels that the configuration adds to requests are kept.</summary>
    public bool WithHeaderLabels { get; init; }
}
