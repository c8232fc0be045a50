namespace Tests.Grafana;

/// <summary>The committed dashboards.</summary>
internal static class Files
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "observability/grafana/dashboards");
}
