using Aspire.Hosting.ApplicationModel;
using Dashboards;
using Tests.Support;
using Tests.Support.Rules;
using Tests.Support.Telemetry;

namespace Tests.Grafana;

/// <summary>
/// The database goes away while people use the application: an alert fires, an exemplar leads to a trace, the trace to its log line, and the panels that
/// are empty when all is well are not.
/// </summary>
public sealed class FaultTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _rules = new();
    private TestApp _stack = null!;
    private AppTelemetry _telemetry = null!;

    public async Task InitializeAsync()
    {
        ShortWindows.CopyTo(_rules.Path);
        _stack = await TestApp.StartAsync(withDashboard: true, "--traffic", "on", "--Prometheus:Configuration", _rules.Path);
        _telemetry = new AppTelemetry(_stack.App, Deadline);
        await _telemetry.Prometheus.AddsUpToAtLeastAsync("http_requests_total", 1, ("service", "api"), ("status", "200"));
        Assert.True((await _stack.App.ResourceCommands.ExecuteCommandAsync("db", KnownResourceCommands.StopCommand)).Success);
    }

    public async Task DisposeAsync()
    {
        _telemetry.Dispose();
        await _stack.DisposeAsync();
    }

    public void Dispose() => _rules.Dispose();

    [Fact]
    public async Task FailedRequests_FireAnAlert_WhoseExemplarLeadsToATrace_AndThatToItsLogLine()
    {
        await _telemetry.Prometheus.AddsUpToAtLeastAsync("ALERTS", 1, ("alertname", "AvailabilityBudgetBurnsFast"), ("service", "api"), ("alertstate", "firing"));

        await Eventually.PassesAsync(ExemplarLeadsToItsTraceAndLogLineAsync, Deadline);

        await PanelsShowDataAsync();
    }

    // Again with the newest exemplar until it holds: spans of one service may come before those of the other, and a visit may have begun before the fault.
    private async Task ExemplarLeadsToItsTraceAndLogLineAsync()
    {
        var traceId = await _telemetry.Prometheus.TraceOfAsync("http_requests_total", ("service", "api"), ("status", "503"));
        var spans = await _telemetry.Traces.HasAsync(traceId);
        Assert.Contains(spans, span => span.Service == "api" && span.Attributes.GetValueOrDefault("http.response.status_code") == "503");
        Assert.Contains(spans, span => span.Service == "traffic" && span.ParentId.Length == 0); // where it began
        var line = await _telemetry.Logs.HasAsync(traceId, "Request completed");
        Assert.Equal(("api", "503"), (line.Service, line.Attributes["status_code"]));
    }

    private async Task PanelsShowDataAsync()
    {
        string[] queries =
        [
            .. AllDashboards.List.SelectMany(dashboard => dashboard.Panels).Where(panel => panel.EmptyUntil == Fault.DatabaseDown).SelectMany(panel => PanelQueries.Of(panel, "api")),
            // Of the published dashboards 16110, 19924 and 19925.
            """fastapi_exceptions_total{app_name="api",path!="",exception_type!=""}""",
            """fastapi_responses_total{app_name="api",status_code=~"5.*"}""",
            """http_server_request_duration_seconds_count{job="backend-api",instance!="",http_route!="",error_type!=""}""",
        ];

        foreach (var query in queries)
            await Eventually.PassesAsync(async () => Assert.True((await _stack.Prometheus.QueryAsync(query)).Any(double.IsFinite), query), Deadline);
    }
}
