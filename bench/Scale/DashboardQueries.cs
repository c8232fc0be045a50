using System.Text.Json;

namespace Bench.Scale;

/// <summary>The queries that the panels of a dashboard make of Prometheus when somebody opens it: the last five minutes of the service <c>api</c>.</summary>
/// <param name="Name">Of the dashboard.</param>
/// <param name="Panels">The paths of the API of Prometheus, without their times.</param>
internal sealed record DashboardQueries(string Name, IReadOnlyList<(string Query, bool IsRange)> Panels)
{
    private static readonly TimeSpan Range = TimeSpan.FromMinutes(5);

    /// <summary>Reads all dashboards that ask Prometheus.</summary>
    /// <param name="folder">Where they lie.</param>
    /// <param name="interval">Of the scrapes.</param>
    public static IReadOnlyList<DashboardQueries> Read(string folder, TimeSpan interval) =>
        [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(file => Of(file, interval)).Where(dashboard => dashboard.Panels.Count > 0)];

    /// <summary>Where to ask for a panel's data now.</summary>
    public static string PathOf((string Query, bool IsRange) panel, TimeSpan interval)
    {
        var (end, query) = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), Uri.EscapeDataString(panel.Query));
        return panel.IsRange ? $"query_range?query={query}&start={end - Range.TotalSeconds}&end={end}&step={interval.TotalSeconds}" : $"query?query={query}&time={end}";
    }

    private static DashboardQueries Of(string file, TimeSpan interval)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        var panels =
            from panel in json.RootElement.GetProperty("panels").EnumerateArray()
            where panel.TryGetProperty("targets", out _)
            from target in panel.GetProperty("targets").EnumerateArray()
            where target.GetProperty("datasource").GetProperty("type").GetString() == "prometheus"
            select (Fill(target.GetProperty("expr").GetString()!, interval), target.GetProperty("range").GetBoolean());
        return new(json.RootElement.GetProperty("title").GetString()!, [.. panels]);
    }

    // Grafana's rate interval is four scrapes.
    private static string Fill(string query, TimeSpan interval) => query
        .Replace("$__rate_interval", $"{4 * interval.TotalSeconds}s", StringComparison.Ordinal)
        .Replace("$__range", $"{Range.TotalSeconds}s", StringComparison.Ordinal)
        .Replace("$service", "api", StringComparison.Ordinal);
}
