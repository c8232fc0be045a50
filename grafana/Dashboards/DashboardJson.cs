using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dashboards;

/// <summary>
/// Writes Grafana's classic dashboard model, which every version since 10 reads and the provisioning of files takes:
/// https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/.
/// </summary>
internal static class DashboardJson
{
    private const int SchemaVersion = 41;
    private const int Columns = 24;
    private const string Tag = "backend";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Dashboard dashboard) => Model(dashboard).ToJsonString(Readable) + "\n";

    private static JsonObject Model(Dashboard dashboard) => new()
    {
        ["uid"] = dashboard.Uid,
        ["title"] = dashboard.Title,
        ["description"] = dashboard.Description,
        ["tags"] = new JsonArray(Tag),
        ["schemaVersion"] = SchemaVersion,
        ["version"] = 1,
        ["editable"] = false,
        ["graphTooltip"] = 1, // one crosshair in all panels
        ["refresh"] = "10s",
        ["time"] = new JsonObject { ["from"] = "now-5m", ["to"] = "now" },
        ["timezone"] = "browser",
        ["links"] = new JsonArray(new JsonObject
        {
            ["title"] = "Dashboards",
            ["type"] = "dashboards",
            ["tags"] = new JsonArray(Tag),
            ["asDropdown"] = true,
            ["includeVars"] = true,
            ["keepTime"] = true,
        }),
        ["templating"] = new JsonObject { ["list"] = Array(dashboard.Variables.Select(Model)) },
        ["annotations"] = new JsonObject { ["list"] = new JsonArray() },
        ["panels"] = Array(LayOut(dashboard.Rows)),
    };

    private static JsonObject Model(Variable variable)
    {
        var model = new JsonObject
        {
            ["name"] = variable.Name,
            ["label"] = variable.Label,
            ["type"] = variable.Type,
            ["query"] = variable.Query,
            ["refresh"] = 1, // when the dashboard is opened
            ["multi"] = false,
            ["includeAll"] = false,
            ["hide"] = 0,
            ["current"] = new JsonObject { ["text"] = variable.Default, ["value"] = variable.Default },
        };
        if (variable.Type == "query")
        {
            model["datasource"] = Source(Variable.Prometheus);
            model["definition"] = variable.Query;
            model["sort"] = 1; // by name
        }

        return model;
    }

    // From left to right, and on below where a panel does not fit; a new row begins under everything of the last one.
    private static IEnumerable<JsonObject> LayOut(IEnumerable<Row> rows)
    {
        int id = 0, y = 0;
        foreach (var row in rows)
        {
            if (row.Title.Length > 0)
                yield return Heading(row.Title, ++id, y++);

            int x = 0, tallest = 0;
            foreach (var panel in row.Panels)
            {
                if (x + panel.Width > Columns)
                    (x, y, tallest) = (0, y + tallest, 0);

                yield return Model(panel, ++id, x, y);
                (x, tallest) = (x + panel.Width, Math.Max(tallest, panel.Height));
            }

            y += tallest;
        }
    }

    private static JsonObject Heading(string title, int id, int y) => new()
    {
        ["id"] = id,
        ["type"] = "row",
        ["title"] = title,
        ["collapsed"] = false,
        ["gridPos"] = Position(0, y, Columns, 1),
        ["panels"] = new JsonArray(),
    };

    private static JsonObject Model(Panel panel, int id, int x, int y) => new()
    {
        ["id"] = id,
        ["type"] = panel.Type,
        ["title"] = panel.Title,
        ["description"] = panel.Description,
        ["gridPos"] = Position(x, y, panel.Width, panel.Height),
        ["datasource"] = Source(panel.Targets[0].Source),
        ["targets"] = Array(panel.Targets.Select(Model)),
        ["fieldConfig"] = new JsonObject { ["defaults"] = Defaults(panel), ["overrides"] = Array(panel.Columns.SelectMany(Overrides)) },
        ["options"] = Options(panel),
        ["transformations"] = panel.Columns.Count > 0 ? Transformations(panel) : new JsonArray(),
    };

    private static JsonObject Model(Target target, int index)
    {
        var model = new JsonObject { ["refId"] = $"{(char)('A' + index)}", ["datasource"] = Source(target.Source) };
        if (target.Source == Variable.Tempo)
        {
            model["queryType"] = target.QueryType;
            model["query"] = target.Query;
            model["tableType"] = "traces";
            model["limit"] = 20;
            return model;
        }

        model["expr"] = target.Query;
        model["legendFormat"] = target.Legend;
        if (target.Source == Variable.Loki)
        {
            model["queryType"] = "range";
            return model;
        }

        model["instant"] = target.Instant;
        model["range"] = !target.Instant;
        model["format"] = target.AsTable ? "table" : "time_series";
        model["exemplar"] = target.Exemplars;
        return model;
    }

    private static JsonObject Options(Panel panel)
    {
        var options = panel.Options.DeepClone().AsObject();
        if (panel.SortBy is not null)
            options["sortBy"] = new JsonArray(new JsonObject { ["displayName"] = panel.SortBy, ["desc"] = !panel.Ascending });

        return options;
    }

    private static JsonObject Defaults(Panel panel)
    {
        var defaults = new JsonObject
        {
            ["unit"] = panel.Unit,
            ["noValue"] = panel.NoValue,
            ["color"] = new JsonObject { ["mode"] = panel.Color },
            ["thresholds"] = Steps(panel.Thresholds),
            ["custom"] = panel.Custom.DeepClone(),
        };
        if (panel.Min is { } min)
            defaults["min"] = min;
        if (panel.Max is { } max)
            defaults["max"] = max;
        if (panel.Decimals is { } decimals)
            defaults["decimals"] = decimals;

        return defaults;
    }

    // Of a table: the rows of its queries side by side, the columns in order under their headings.
    private static JsonArray Transformations(Panel panel) =>
    [
        new JsonObject { ["id"] = "merge", ["options"] = new JsonObject() },
        new JsonObject
        {
            ["id"] = "organize",
            ["options"] = new JsonObject
            {
                ["excludeByName"] = new JsonObject(panel.Hidden.Select(field => KeyValuePair.Create(field, (JsonNode?)true))),
                ["indexByName"] = new JsonObject(panel.Columns.Select((column, index) => KeyValuePair.Create(column.Field, (JsonNode?)index))),
                ["renameByName"] = new JsonObject(panel.Columns.Select(column => KeyValuePair.Create(column.Field, (JsonNode?)column.Title))),
            },
        },
    ];

    private static IEnumerable<JsonObject> Overrides(Column column)
    {
        var properties = new JsonArray();
        if (column.Unit is not null)
            properties.Add(Property("unit", column.Unit));
        if (column.Thresholds.Count > 0)
        {
            properties.Add(Property("thresholds", Steps(column.Thresholds)));
            properties.Add(Property("custom.cellOptions", new JsonObject { ["type"] = "color-text" }));
            properties.Add(Property("color", new JsonObject { ["mode"] = "thresholds" }));
        }

        if (properties.Count > 0)
            yield return new() { ["matcher"] = new JsonObject { ["id"] = "byName", ["options"] = column.Title }, ["properties"] = properties };
    }

    private static JsonObject Property(string id, JsonNode value) => new() { ["id"] = id, ["value"] = value };

    private static JsonObject Steps(IEnumerable<Threshold> thresholds) => new()
    {
        ["mode"] = "absolute",
        ["steps"] = Array(thresholds.Select(threshold => new JsonObject { ["color"] = threshold.Color, ["value"] = threshold.From })),
    };

    private static JsonObject Position(int x, int y, int width, int height) => new() { ["x"] = x, ["y"] = y, ["w"] = width, ["h"] = height };

    private static JsonObject Source(Variable variable) => new() { ["type"] = variable.Query, ["uid"] = $"${{{variable.Name}}}" };

    private static JsonArray Array(IEnumerable<JsonNode> nodes) => [.. nodes];
}
