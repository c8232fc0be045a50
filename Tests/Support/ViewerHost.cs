using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Logs;
using Viewer.Dashboards;

namespace Tests.Support;

/// <summary>The Viewer in this process, on a real server and port.</summary>
internal sealed class ViewerHost : WebApplicationFactory<DashboardSummary> // any type of the Viewer: the AppHost has a Program too
{
    private readonly (string Key, string Value)[] _settings;
    private readonly LogCapture _log = new();

    private ViewerHost((string Key, string Value)[] settings)
    {
        _settings = settings;
        UseKestrel();
    }

    public Uri Address => ClientOptions.BaseAddress;

    /// <param name="prometheus">Where it takes data from.</param>
    /// <param name="dashboards">The folder of its dashboards.</param>
    /// <param name="settings">What it is told besides.</param>
    public static ViewerHost Start(Uri prometheus, string dashboards, params (string Key, string Value)[] settings)
    {
        var host = new ViewerHost([("ConnectionStrings:prometheus", prometheus.ToString()), ("Dashboards:Directory", dashboards), .. settings]);
        host.StartServer();
        return host;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseUrls("http://127.0.0.1:0"); // a port given to UseKestrel comes too late where the program is quick to start
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);

        builder.ConfigureTestServices(services => services.AddSingleton(provider => _log.NewProvider(provider, new JsonLineFormat("viewer"))));
    }
}
