using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults;
using ServiceDefaults.Logs;

namespace Tests.Support;

/// <summary>A service that has nothing but the two lines, and the endpoints that a test gives it.</summary>
internal sealed class SmallService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly TemporaryFolder _folder;

    private SmallService(WebApplication app, TemporaryFolder folder)
    {
        _app = app;
        _folder = folder;

        // Without a propagator the client makes no spans: those of this process go to every service that runs in it.
        Client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    /// <summary>Where it listens, its own address first.</summary>
    public IReadOnlyList<Uri> Addresses => [.. _app.Urls.Select(url => new Uri(url))];

    public LogCapture Log { get; private init; } = new();

    public static Task<SmallService> StartAsync(Action<WebApplication> map, params (string Key, string Value)[] settings) =>
        StartAsync(_ => { }, map, settings);

    /// <param name="configure">What the service adds before it is built.</param>
    /// <param name="map">Its pipeline and endpoints.</param>
    /// <param name="settings">Its configuration.</param>
    public static async Task<SmallService> StartAsync(Action<WebApplicationBuilder> configure, Action<WebApplication> map, params (string Key, string Value)[] settings)
    {
        var log = new LogCapture();
        var folder = new TemporaryFolder(); // not that of the tests, where the Api's appsettings.json lies
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Production",
            ApplicationName = typeof(SmallService).Assembly.GetName().Name,
            ContentRootPath = folder.Path,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");

        builder.AddServiceDefaults();
        builder.Services.AddSingleton(services => log.NewProvider(services, new JsonLineFormat("small")));

        configure(builder);

        var app = builder.Build();
        app.MapDefaultEndpoints();
        map(app);
        await app.StartAsync();
        return new SmallService(app, folder) { Log = log };
    }

    /// <summary>What Prometheus would read.</summary>
    public Task<string> ScrapeAsync() => Client.GetStringAsync("/metrics");

    /// <summary>The value of a series, by its name and labels as they are written; null where it is not.</summary>
    public async Task<double?> ReadAsync(string series) => ScrapedText.Value(await ScrapeAsync(), series);

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
