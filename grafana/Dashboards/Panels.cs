using System.Text.Json.Nodes;

namespace Dashboards;

/// <summary>How panels look: one place, so that all dashboards look alike.</summary>
internal static class Panels
{
    /// <summary>Lines over time.</summary>
    public static Panel Lines(string title, string description, string unit, params Target[] targets) => new("timeseries", title, description, unit, targets)
    {
        Min = 0,
        Custom = Line(fill: 8, stacked: false),
        Options = Legend("list"),
    };

    /// <summary>Lines over time with the mean and maximum of each in a table, for many series.</summary>
    public static Panel LinesWithTable(string title, string description, string unit, params Target[] targets) => Lines(title, description, unit, targets) with
    {
        Width = 12,
        Custom = Line(fill: 0, stacked: false),
        Options = Legend("table", "mean", "max"),
    };

    /// <summary>Areas on top of each other: parts and, as their upper edge, the whole.</summary>
    public static Panel Stack(string title, string description, string unit, params Target[] targets) => Lines(title, description, unit, targets) with
    {
        Custom = Line(fill: 40, stacked: true),
    };

    /// <summary>The newest number, large.</summary>
    public static Panel Number(string title, string description, string unit, Target target) => new("stat", title, description, unit, target)
    {
        Width = 6,
        Height = 5,
        Color = "thresholds",
        Options = NumberOptions(graph: !target.Instant),
    };

    /// <summary>The newest number between two ends.</summary>
    public static Panel Gauge(string title, string description, string unit, Target target) => new("gauge", title, description, unit, target)
    {
        Width = 6,
        Height = 5,
        Color = "thresholds",
        Options = new()
        {
            ["reduceOptions"] = Newest(),
            ["showThresholdMarkers"] = true,
            ["orientation"] = "auto",
        },
    };

    /// <summary>One bar for each series.</summary>
    public static Panel Bars(string title, string description, string unit, params Target[] targets) => new("bargauge", title, description, unit, targets)
    {
        Color = "thresholds",
        Min = 0,
        Options = new()
        {
            ["reduceOptions"] = Newest(),
            ["displayMode"] = "gradient",
            ["orientation"] = "horizontal",
            ["valueMode"] = "color",
        },
    };

    /// <summary>One row for each set of labels, one column for each query.</summary>
    public static Panel Table(string title, string description, IReadOnlyList<Column> columns, string sortBy, params Target[] targets) =>
        new("table", title, description, Unit.None, [.. targets.Select(target => target with { Instant = true, AsTable = true })])
        {
            Width = 24,
            Columns = columns,
            SortBy = sortBy,
            Options = new() { ["cellHeight"] = "sm", ["showHeader"] = true },
        };

    /// <summary>Lines of a log.</summary>
    public static Panel Logs(string title, string description, string query) => new("logs", title, description, Unit.None, Target.Loki(query))
    {
        Width = 24,
        Height = 10,
        NoValue = "No log lines in this time",
        Options = new()
        {
            ["showTime"] = true,
            ["sortOrder"] = "Descending",
            ["enableLogDetails"] = true,
            ["wrapLogMessage"] = true,
            ["dedupStrategy"] = "none",
        },
    };

    /// <summary>A table of traces.</summary>
    public static Panel Traces(string title, string description, string query) => new("table", title, description, Unit.None, Target.Tempo(query))
    {
        Width = 12,
        NoValue = "No such traces in this time",
        Options = new() { ["cellHeight"] = "sm", ["showHeader"] = true },
    };

    private static JsonObject NumberOptions(bool graph) => new()
    {
        ["reduceOptions"] = Newest(),
        ["colorMode"] = "value",
        ["graphMode"] = graph ? "area" : "none",
        ["textMode"] = "auto",
        ["orientation"] = "auto",
        ["justifyMode"] = "auto",
    };

    private static JsonObject Newest() => new() { ["calcs"] = new JsonArray("lastNotNull"), ["fields"] = "", ["values"] = false };

    private static JsonObject Line(int fill, bool stacked) => new()
    {
        ["drawStyle"] = "line",
        ["lineInterpolation"] = "linear",
        ["lineWidth"] = 1,
        ["fillOpacity"] = fill,
        ["showPoints"] = "never",
        ["spanNulls"] = false,
        ["stacking"] = new JsonObject { ["group"] = "A", ["mode"] = stacked ? "normal" : "none" },
    };

    private static JsonObject Legend(string mode, params string[] numbers) => new()
    {
        ["legend"] = new JsonObject
        {
            ["displayMode"] = mode,
            ["placement"] = "bottom",
            ["showLegend"] = true,
            ["calcs"] = new JsonArray([.. numbers.Select(number => (JsonNode)number)]),
        },
        ["tooltip"] = new JsonObject { ["mode"] = "multi", ["sort"] = "desc" },
    };
}
