namespace Viewer.Dashboards;

/// <summary>What the list of dashboards says of one.</summary>
/// <param name="Uid">The name of its file.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Tags">What it is about.</param>
/// <param name="Description">The question that it answers.</param>
internal sealed record DashboardSummary(string Uid, string Title, IReadOnlyList<string>? Tags, string? Description);
