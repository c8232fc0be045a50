using System.Text.Json.Nodes;

namespace Dashboards;

/// <summary>A drawing of what its queries give. <see cref="Panels"/> makes the usual ones.</summary>
/// <param name="Type">Grafana's name of the kind of drawing.</param>
/// <param name="Title">What is drawn.</param>
/// <param name="Description">What it means, for somebody who sees it for the first time.</param>
/// <param name="Unit">One of <see cref="Dashboards.Unit"/>.</param>
/// <param name="Targets">The queries.</param>
internal sealed record Panel(string Type, string Title, string Description, string Unit, params IReadOnlyList<Target> Targets)
{
    /// <summary>In columns, of which there are 24.</summary>
    public int Width { get; init; } = 8;

    /// <summary>In rows of 30 pixels each.</summary>
    public int Height { get; init; } = 8;

    /// <summary>What stands there when the queries give nothing.</summary>
    public string NoValue { get; init; } = "No data yet";

    /// <summary>The fault that fills a panel which is rightly empty as long as all is well, else null.</summary>
    public Fault? EmptyUntil { get; init; }

    public double? Min { get; init; }

    public double? Max { get; init; }

    public int? Decimals { get; init; }

    /// <summary>From which value on which colour.</summary>
    public IReadOnlyList<Threshold> Thresholds { get; init; } = [Threshold.Good];

    /// <summary><c>palette-classic</c> gives each series its own colour, <c>thresholds</c> takes them from <see cref="Thresholds"/>.</summary>
    public string Color { get; init; } = "palette-classic";

    /// <summary>How lines are drawn.</summary>
    public JsonObject Custom { get; init; } = [];

    /// <summary>What is particular to this kind of panel.</summary>
    public JsonObject Options { get; init; } = [];

    /// <summary>The columns of a table, from left to right.</summary>
    public IReadOnlyList<Column> Columns { get; init; } = [];

    /// <summary>The heading of the column that orders a table's rows.</summary>
    public string? SortBy { get; init; }

    /// <summary>Whether the smallest, or the first by the alphabet, comes first.</summary>
    public bool Ascending { get; init; }

    /// <summary>The fields of a table that are not shown.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = ["Time"];
}
