namespace Dashboards;

/// <summary>Panels under a heading.</summary>
/// <param name="Title">The heading; empty for panels that need none.</param>
/// <param name="Panels">Its panels, from left to right; what does not fit into 24 columns goes on below.</param>
internal sealed record Row(string Title, params IReadOnlyList<Panel> Panels);
