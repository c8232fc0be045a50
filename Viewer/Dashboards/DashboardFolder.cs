using System.Text.Json;

namespace Viewer.Dashboards;

/// <summary>A folder of dashboards in Grafana's JSON, one a file, each named by its uid. Read anew each time, so that an edit shows at once.</summary>
internal sealed class DashboardFolder(string path)
{
    private const string Extension = ".json";
    private const string First = "overview";

    /// <summary>The overview, then the others by uid.</summary>
    public IReadOnlyList<DashboardSummary> List() =>
        [.. Files().Select(Summarize).OrderByDescending(summary => summary.Uid == First).ThenBy(summary => summary.Uid, StringComparer.Ordinal)];

    /// <summary>The file of a dashboard. The uid is compared with the names that are there, and never becomes part of a path.</summary>
    public string? Find(string uid) => Files().FirstOrDefault(file => UidOf(file) == uid);

    private IEnumerable<string> Files() => Directory.Exists(path) ? Directory.EnumerateFiles(Path.GetFullPath(path), "*" + Extension) : [];

    private static string UidOf(string file) => Path.GetFileNameWithoutExtension(file);

    private static DashboardSummary Summarize(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<DashboardSummary>(File.ReadAllBytes(file), JsonSerializerOptions.Web)! with { Uid = UidOf(file) };
        }
        catch (JsonException)
        {
            return new DashboardSummary(UidOf(file), UidOf(file), [], "The file is not a dashboard in JSON."); // opened, it says where
        }
    }
}
