using Aspire.Hosting;
using Aspire.Hosting.Testing;

namespace Tests.Support.Telemetry;

/// <summary>
/// What a running application has told about itself, for tests to assert on: metrics as Prometheus or a service has them, traces and log lines as the Aspire dashboard
/// has them. Telemetry arrives some time after what it tells of, so each assertion waits for it, and says what was there instead when the time is up.
/// </summary>
/// <remarks>Traces and logs need the dashboard: start the application with <c>DisableDashboard = false</c>. docs/testing.md shows how.</remarks>
internal sealed class AppTelemetry : IDisposable
{
    private readonly DistributedApplication _app;
    private readonly TimeSpan _deadline;
    private readonly DashboardClient _dashboard;
    private readonly PrometheusClient _prometheus;

    /// <param name="app">The application; it has started.</param>
    /// <param name="deadline">How long assertions wait; a minute unless told.</param>
    public AppTelemetry(DistributedApplication app, TimeSpan? deadline = null)
    {
        _deadline = deadline ?? TimeSpan.FromMinutes(1);
        _app = app;
        _dashboard = new DashboardClient(app);
        _prometheus = new PrometheusClient(app.CreateHttpClient("prometheus"));
        Prometheus = new PrometheusSeries(_prometheus, _deadline);
        Traces = new Traces(_dashboard, _deadline);
        Logs = new Logs(_dashboard, _deadline);
    }

    /// <summary>Metrics of every service, as scraped.</summary>
    public PrometheusSeries Prometheus { get; }

    public Traces Traces { get; }

    public Logs Logs { get; }

    /// <summary>Metrics as one service tells them now, at <c>/metrics</c>.</summary>
    /// <param name="resource">The service; behind one address of several replicas it is any of them that answers.</param>
    public SeriesSource MetricsOf(string resource) => new ScrapedSeries(() => _app.CreateHttpClient(resource), $"/metrics of {resource}", _deadline);

    public void Dispose()
    {
        _dashboard.Dispose();
        _prometheus.Dispose();
    }
}
