using Tests.Support.Rules;

namespace Tests.AppModel;

/// <summary>Rules, runbook and promtool's tests belong together: none of them comes or goes alone.</summary>
public sealed class RuleTests
{
    private const string Runbook = "prometheus/runbook.md";

    [Fact]
    public void Alerts_AndTheHeadingsOfTheRunbook_AreTheSame()
    {
        var headings = File.ReadLines(Path.Combine(AppContext.BaseDirectory, Runbook)).Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]);

        Assert.NotEmpty(RuleFiles.Alerts);
        Assert.Equal(RuleFiles.Alerts.Select(alert => alert.Alert).Order(StringComparer.Ordinal), headings.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Alert_Always_SaysHowBadItIsWhatItMeansAndWhereToReadOn() => Assert.All(RuleFiles.Alerts, alert =>
    {
        Assert.NotNull(alert.For);
        Assert.Matches("^(critical|warning)$", alert.Labels.GetValueOrDefault("severity"));
        Assert.NotEmpty(alert.Annotations.GetValueOrDefault("summary", ""));
        Assert.NotEmpty(alert.Annotations.GetValueOrDefault("description", ""));
        Assert.Equal($"{Runbook}#{alert.Alert!.ToLowerInvariant()}", alert.Annotations.GetValueOrDefault("runbook_url"));
    });

    [Fact]
    public void Alert_Always_IsTestedToFireNotQuiteToFireAndToStaySilent() => Assert.All(RuleFiles.Alerts, alert =>
    {
        Assert.Contains(TestsOf(alert, "fires"), test => test.Any(expectation => expectation.ExpAlerts.Count > 0));
        Assert.Contains(TestsOf(alert, "does not"), test => test.Any(expectation => expectation.ExpAlerts.Count == 0));
        Assert.Contains(TestsOf(alert, "stays silent"), test => test.Any() && test.All(expectation => expectation.ExpAlerts.Count == 0));
    });

    [Fact]
    public void Test_OfAnAlert_IsOfOneThatThereIs() => Assert.All(
        RuleFiles.Tests.SelectMany(test => test.AlertRuleTest).DistinctBy(expectation => expectation.Alertname),
        expectation => Assert.Contains(RuleFiles.Alerts, alert => alert.Alert == expectation.Alertname));

    [Fact]
    public void RecordedNames_Always_AreLevelMetricAndOperation() => Assert.All(RuleFiles.Recordings, rule => Assert.Matches("^[a-z]+:[a-z_]+:[a-z_0-9]+$", rule.Record));

    [Theory]
    [InlineData("service:http_requests:rate5m", "slo:availability:objective", "slo:latency:objective")]
    [InlineData("service:slo_availability:error_budget_remaining", "service:slo_latency:error_budget_remaining")]
    [InlineData("service:http_request_errors:ratio_rate5m", "service:http_request_errors:ratio_rate30m", "service:http_request_errors:ratio_rate1h",
        "service:http_request_errors:ratio_rate2h", "service:http_request_errors:ratio_rate6h", "service:http_request_errors:ratio_rate1d",
        "service:http_request_errors:ratio_rate3d")]
    [InlineData("service:http_requests_slow:ratio_rate5m", "service:http_requests_slow:ratio_rate30m", "service:http_requests_slow:ratio_rate1h",
        "service:http_requests_slow:ratio_rate2h", "service:http_requests_slow:ratio_rate6h", "service:http_requests_slow:ratio_rate1d", "service:http_requests_slow:ratio_rate3d")]
    [InlineData("instance:db_client_connections_used:ratio", "instance:process_memory_used:ratio", "instance:process_fds_open:ratio")]
    public void Recordings_OnWhichDashboardsRely_AreThere(params string[] names) =>
        Assert.All(names, name => Assert.Contains(RuleFiles.Recordings, rule => rule.Record == name));

    [Fact]
    public void Groups_Always_AreSmallAndOfDifferentNames()
    {
        Assert.Distinct(RuleFiles.Groups.Select(group => group.Name));
        Assert.All(RuleFiles.Groups, group => Assert.InRange(group.Rules.Count, 1, 20));
    }

    /// <summary>What the tests whose names begin so expect of the alert.</summary>
    private static IEnumerable<IEnumerable<RuleTest.Expectation>> TestsOf(Rule alert, string outcome) =>
        from test in RuleFiles.Tests
        where test.Name.StartsWith($"{alert.Alert} {outcome}", StringComparison.Ordinal)
        select test.AlertRuleTest.Where(expectation => expectation.Alertname == alert.Alert);
}
