using Aspire.Hosting;
using Aspire.Hosting.Testing;

namespace Tests.Support;

/// <summary>The whole application, started in this process by Aspire's testing API, with ports and a folder of its own.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    /// <summary>How long a start may take on a machine that runs other tests at the same time.</summary>
    public static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _folder;

    private readonly IAsyncDisposable _builder;

    private TestApp(DistributedApplication app, IAsyncDisposable builder, TemporaryFolder folder)
    {
        App = app;
        _builder = builder;
        _folder = folder;
        Api = app.CreateHttpClient("api");
        Prometheus = new PrometheusClient(app.CreateHttpClient("prometheus"));
    }

    public DistributedApplication App { get; }

    public HttpClient Api { get; }

    public PrometheusClient Prometheus { get; }

    /// <summary>A client of a person who is not signed in.</summary>
    public HttpClient NewApiClient() => App.CreateHttpClient("api");

    public static async Task<TestApp> StartAsync(bool withDashboard = false, params string[] args)
    {
        var folder = new TemporaryFolder();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync(
            typeof(Projects.AppHost),
            ["--RunDirectory", folder.Path, "--traffic", "off", .. args],
            (options, _) => options.DisableDashboard = !withDashboard);

        try
        {
            var app = await builder.BuildAsync();
            using var deadline = new CancellationTokenSource(StartDeadline);
            await app.StartAsync(deadline.Token);
            await app.ResourceNotifications.WaitForResourceHealthyAsync("api", deadline.Token);
            await app.ResourceNotifications.WaitForResourceHealthyAsync("prometheus", deadline.Token);
            return new TestApp(app, builder, folder);
        }
        catch
        {
            await builder.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Where the dashboards are drawn, once they can be.</summary>
    public async Task<Uri> FindDashboardsAsync()
    {
        using var deadline = new CancellationTokenSource(StartDeadline);
        await App.ResourceNotifications.WaitForResourceHealthyAsync("dashboards", deadline.Token);
        return App.GetEndpoint("dashboards", "http");
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Prometheus.Dispose();
        await _builder.DisposeAsync(); // and the application with it
        _folder.Dispose();
    }
}
