namespace Dashboards;

/// <summary>A column of a table.</summary>
/// <param name="Field">A label, or <c>Value #A</c> for what the first query gives.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Unit">One of <see cref="Dashboards.Unit"/>, for numbers.</param>
internal sealed record Column(string Field, string Title, string? Unit = null)
{
    /// <summary>Colours of its cells, if any.</summary>
    public IReadOnlyList<Threshold> Thresholds { get; init; } = [];
}
