using System.Text.RegularExpressions;
using Dashboards;
using Hosting;

namespace Tests.Grafana;

/// <summary>The files in grafana/dashboards, which Grafana and the viewer read.</summary>
public sealed partial class DashboardFileTests
{
    /// <summary>More than this is a second dashboard.</summary>
    private const int MostPanels = 12;

    private static readonly string Folder = BackingServices.Bundled("grafana/dashboards");

    private static readonly string[] OfTheGuide =
    [
        "Total Requests", "Requests Per Minute", "Errors Per Second", "Average Response Time", "Request Duration P60", "CPU Usage", "Memory Usage", "Logger Stream",
    ];

    private static readonly string[] GroupsOfTheGuide = ["Business metrics", "User activity", "HTTP traffic", "Error tracking", "System health"];

    public static TheoryData<string> Uids => [.. AllDashboards.List.Select(dashboard => dashboard.Uid)];

    [Fact]
    public void Files_AreThoseOfTheProgram() =>
        Assert.Equal(AllDashboards.List.Select(dashboard => dashboard.FileName).Order(), Directory.GetFiles(Folder).Select(Path.GetFileName).Order());

    [Theory]
    [MemberData(nameof(Uids))]
    public async Task File_IsWhatTheProgramWrites(string uid)
    {
        var dashboard = Find(uid);

        var committed = await File.ReadAllTextAsync(Path.Combine(Folder, dashboard.FileName));

        Assert.True(committed == dashboard.ToJson(), $"Write it again: dotnet run --project grafana/Dashboards grafana/dashboards\n{FirstDifference(committed, dashboard.ToJson())}");
    }

    [Fact]
    public void Overview_HasThePanelsOfTheGuide_InItsOrder() => Assert.Equal(OfTheGuide, Find("overview").Panels.Select(panel => panel.Title));

    [Fact]
    public void Household_HasTheGroupsOfTheGuide() => Assert.Equal(GroupsOfTheGuide, Find("household").Rows.Select(row => row.Title));

    [Theory]
    [MemberData(nameof(Uids))]
    public void Dashboard_FitsOnAPage_AndHasItsSourcesAsVariables(string uid)
    {
        var dashboard = Find(uid);

        Assert.InRange(dashboard.Panels.Count, 1, MostPanels);
        Assert.NotEmpty(dashboard.Description);
        Assert.Contains(Variable.Service, dashboard.Variables);
        Assert.All(dashboard.Panels.SelectMany(panel => panel.Targets), target => Assert.Contains(target.Source, dashboard.Variables));
    }

    [Theory]
    [MemberData(nameof(Uids))]
    public void Panels_SayWhatTheyShow(string uid) => Assert.All(Find(uid).Panels, panel =>
    {
        Assert.NotEmpty(panel.Title);
        Assert.EndsWith(".", panel.Description, StringComparison.Ordinal);
        Assert.NotEmpty(panel.Unit);
        Assert.NotEmpty(panel.NoValue);
        Assert.InRange(panel.Width, 1, 24);
        if (panel.Type == "timeseries" && panel.Targets.Count > 1)
            Assert.All(panel.Targets, target => Assert.NotEmpty(target.Legend));
    });

    [Theory]
    [MemberData(nameof(Uids))]
    public void Ranges_AreTheScreensOwn(string uid) => Assert.All(
        Find(uid).Panels.SelectMany(panel => panel.Targets).Where(target => target.Source == Variable.Prometheus),
        target => Assert.DoesNotMatch(FixedRange(), target.Query));

    // A window of its own is too short for another scrape interval, or too long for another time range.
    [GeneratedRegex(@"\}\[(?!\$__rate_interval\]|\$__range\])", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex FixedRange();

    private static Dashboard Find(string uid) => AllDashboards.List.Single(dashboard => dashboard.Uid == uid);

    private static string FirstDifference(string committed, string written)
    {
        var pair = committed.Split('\n').Zip(written.Split('\n')).FirstOrDefault(lines => lines.First != lines.Second);
        return $"committed: {pair.First}\nwritten:   {pair.Second}";
    }
}
