using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Tests.Support;

namespace Tests.Browser;

/// <summary>The viewer before a real Prometheus with known numbers, and a browser to look at it.</summary>
public sealed class ViewerFixture : IAsyncLifetime
{
    /// <summary>A label that wants to be more than text.</summary>
    public const string HostileName = """<img src=x onerror="window.attacked='label'">""";

    /// <summary>Where links to traces lead; nothing listens there.</summary>
    public const string AspireDashboard = "http://localhost:18";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private SmallService _service = null!;
    private PrometheusServer _prometheus = null!;
    private Histogram<double> _visits = null!;

    internal ViewerHost Viewer { get; private set; } = null!;

    internal Chromium Chromium { get; private set; } = null!;

    internal Uri Prometheus => _prometheus.Address;

    /// <summary>The only trace that an exemplar leads to.</summary>
    internal string TraceId { get; private set; } = null!;

    /// <summary>The folder of the dashboards that the tests have made.</summary>
    internal static string Dashboards { get; } = Path.Combine(AppContext.BaseDirectory, "Browser", "Dashboards");

    public async Task InitializeAsync()
    {
        _service = await SmallService.StartAsync(app => Describe(app.Services.GetRequiredService<IMeterFactory>().Create("rooms")));
        _prometheus = await PrometheusServer.StartAsync(Configure);
        Viewer = ViewerHost.Start(_prometheus.Address, Dashboards, ("AspireDashboard:Url", AspireDashboard));
        Chromium = await Chromium.StartAsync();
        await Eventually.PassesAsync(VisitAsync, Deadline);
    }

    public async Task DisposeAsync()
    {
        await Chromium.DisposeAsync();
        await Viewer.DisposeAsync();
        await _prometheus.DisposeAsync();
        await _service.DisposeAsync();
    }

    /// <summary>Opens a dashboard of the tests, and waits until it is drawn.</summary>
    internal async Task<ViewerPage> OpenAsync(string dashboard, Action<BrowserNewPageOptions>? configure = null)
    {
        var page = await ViewerPage.OpenAsync(Chromium, new Uri(Viewer.Address, $"/d/{dashboard}"), configure);
        await page.IsReadyAsync();
        return page;
    }

    // A scrape that a busy machine misses would leave the panels of that moment without data.
    private void Configure(string directory) => File.WriteAllText(Path.Combine(directory, "prometheus.yml"), $$"""
        global: { scrape_interval: 2s, scrape_timeout: 2s }
        scrape_configs:
          - job_name: rooms
            static_configs: [{ targets: ['{{_service.Addresses[0].Authority}}'] }]
        """);

    private void Describe(Meter meter)
    {
        meter.CreateObservableGauge("room.level", () => InRooms(kitchen: 21.5, bath: 80));
        meter.CreateObservableGauge("room.open", () => InRooms(kitchen: 1, bath: 0));
        meter.CreateObservableGauge("hostile", () => new Measurement<double>(1, KeyValuePair.Create<string, object?>("name", HostileName)));
        _visits = meter.CreateHistogram("room.visit", unit: "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [10, 100] });
    }

    // A plot has a point where Prometheus had data at a whole step of 5 s; an exemplar is wanted once the series is scraped.
    private async Task VisitAsync()
    {
        using (var visit = new Activity("visit") { ActivityTraceFlags = TraceId is null ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None })
        {
            visit.Start();
            _visits.Record(60);
            var exemplars = await _prometheus.Client.GetAsync($"query_exemplars?query=room_visit_seconds_bucket&start={Now - 300}&end={Now + 5}");
            TraceId = exemplars.GetArrayLength() == 0 ? null! : exemplars[0].GetProperty("exemplars")[0].GetProperty("labels").GetProperty("trace_id").GetString()!;
        }

        Assert.NotNull(TraceId);
        Assert.Equal(2, (await _prometheus.Client.QueryAsync($"room_level @ {Now / 5 * 5}")).Count);
    }

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static Measurement<double>[] InRooms(double kitchen, double bath) =>
        [new(kitchen, KeyValuePair.Create<string, object?>("room", "kitchen")), new(bath, KeyValuePair.Create<string, object?>("room", "bath"))];
}
