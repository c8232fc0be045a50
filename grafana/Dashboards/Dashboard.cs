namespace Dashboards;

/// <summary>A page of panels.</summary>
/// <param name="Uid">What links call it, and its file; never changed, for people keep such links.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Description">What question it answers.</param>
/// <param name="Variables">What a person chooses at its top.</param>
/// <param name="Rows">Its panels, from top to bottom.</param>
internal sealed record Dashboard(string Uid, string Title, string Description, IReadOnlyList<Variable> Variables, IReadOnlyList<Row> Rows)
{
    public string FileName => $"{Uid}.json";

    public IReadOnlyList<Panel> Panels { get; } = [.. Rows.SelectMany(row => row.Panels)];

    public string ToJson() => DashboardJson.Write(this);
}
