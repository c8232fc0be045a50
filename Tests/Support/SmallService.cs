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

    private SmallService(WebApplication app)
    {
        _app = app;

        // Without a propagator the client makes no spans: those of this process go to every service that runs in it.
        Client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public LogCapture Log { get; private init; } = new();

    public static async Task<SmallService> StartAsync(Action<WebApplication> map, params (string Key, string Value)[] settings)
    {
        var log = new LogCapture();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ApplicationName = typeof(SmallService).Assembly.GetName().Name });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");

        builder.AddServiceDefaults();
        builder.Services.AddSingleton(services => new JsonLoggerProvider(log, "small", services.GetRequiredService<TimeProvider>()));

        var app = builder.Build();
        app.MapDefaultEndpoints();
        map(app);
        await app.StartAsync();
        return new SmallService(app) { Log = log };
    }

    /// <summary>What Prometheus would read.</summary>
    public Task<string> ScrapeAsync() => Client.GetStringAsync("/metrics");

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
