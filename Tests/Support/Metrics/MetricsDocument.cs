using System.Diagnostics.Metrics;
using System.Text;
using ServiceDefaults.Prometheus;
using ServiceDefaults.Recording;

namespace Tests.Support.Metrics;

/// <summary>docs/metrics.md: what the instruments of a running Api, the comments of their classes and the table of other names tell.</summary>
internal sealed class MetricsDocument(IReadOnlyList<Instrument> instruments)
{
    private const string Head = """
        # Metrics

        Every metric that the Api and ServiceDefaults record, by meter, as Prometheus scrapes it; a histogram has `_bucket`, `_sum` and `_count`. What .NET, ASP.NET Core,
        HttpClient and Npgsql record besides is described by
        [.NET](https://learn.microsoft.com/dotnet/core/diagnostics/built-in-metrics), [ASP.NET Core](https://learn.microsoft.com/aspnet/core/log-mon/metrics/built-in) and
        [Npgsql](https://www.npgsql.org/doc/diagnostics/metrics.html). Written by a test from what runs: see [CONTRIBUTING.md](../CONTRIBUTING.md).
        """;

    /// <summary>The labels that each series may have, by its name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Labels => Rows().ToDictionary(row => row.Name, row => row.Labels);

    public string Write()
    {
        var text = new StringBuilder(Head).Append('\n');
        foreach (var metrics in MetricsClass.All.OrderBy(metrics => metrics.Meter, StringComparer.Ordinal))
        {
            text.Append($"\n## {metrics.Meter}\n\n{metrics.Summary}\n\n| series | kind | unit | labels | |\n|---|---|---|---|---|\n");
            foreach (var row in RowsOf(metrics).OrderBy(row => row.Name, StringComparer.Ordinal))
                text.Append($"| `{row.Name}` | {row.Kind} | {row.Unit} | {Code(row.Labels)} | {row.Description} |\n");
            if (metrics.Tags.Count > 0)
                text.Append('\n').AppendJoin('\n', metrics.Tags.Select(tag => $"- `{tag.Name}`: {tag.Values}")).Append('\n');
        }

        text.Append("\n## Other names\n\nWritten from the points of the series above or of .NET's: recorded once, never doubled. `Metrics:Aliases:<set>` turns a set off.\n");
        foreach (var set in Aliases.Sets)
        {
            text.Append($"\n### {set}\n\n| series | kind | labels | from | |\n|---|---|---|---|---|\n");
            foreach (var alias in Aliases.All.Where(alias => alias.Set == set).OrderBy(alias => alias.Name, StringComparer.Ordinal))
                text.Append($"| `{alias.Name}` | {alias.Type} | {Code(LabelsOf(alias))} | `{alias.Source}` | {alias.Help} |\n");
        }

        return text.ToString();
    }

    private IEnumerable<Row> Rows() =>
        [.. MetricsClass.All.SelectMany(RowsOf), .. Aliases.All.Select(alias => new Row(alias.Name, alias.Type, "", LabelsOf(alias), alias.Help))];

    private IEnumerable<Row> RowsOf(MetricsClass metrics) =>
        from instrument in instruments
        where instrument.Meter.Name == metrics.Meter
        let kind = InstrumentKind.Of(instrument).Type
        select new Row(
            PrometheusName.Of(instrument.Name, instrument.Unit, kind),
            kind,
            instrument.Unit ?? "",
            metrics.Instruments.SingleOrDefault(documented => documented.Name == instrument.Name)?.Labels ?? [],
            instrument.Description ?? "");

    private static IReadOnlyList<string> LabelsOf(Alias alias) => [.. alias.Labels.Select(label => label.Name)];

    private static string Code(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));

    private sealed record Row(string Name, string Kind, string Unit, IReadOnlyList<string> Labels, string Description);
}
