using Api.Identity;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Logs;

namespace Tests.Support;

/// <summary>The Api in this process, on a real server and port, with its log in <see cref="Log"/>.</summary>
internal sealed class ApiHost : WebApplicationFactory<RegisterRequest> // any type of the Api: the AppHost has a Program too
{
    private static readonly TimeSpan HealthyDeadline = TimeSpan.FromSeconds(60);

    // A password is to cost an attacker much time, and tests have thousands of them.
    private const int FewIterations = 1000;

    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly Action<IServiceCollection> _configure;

    private ApiHost(IReadOnlyDictionary<string, string> settings, Action<IServiceCollection> configure)
    {
        _settings = settings;
        _configure = configure;
        UseKestrel();
    }

    public LogCapture Log { get; } = new();

    /// <summary>Starts it on a database of its own, and waits until it is healthy.</summary>
    public static async Task<ApiHost> StartAsync(params (string Key, string Value)[] settings) =>
        await StartAsync(await (await PostgresServer.Shared).CreateDatabaseAsync(), settings);

    /// <summary>Starts it on a database, and waits until it is healthy.</summary>
    public static async Task<ApiHost> StartAsync(string database, params (string Key, string Value)[] settings)
    {
        var host = Start(database, settings);
        await host.BecomesHealthyAsync();
        return host;
    }

    /// <summary>Starts it and waits for nothing.</summary>
    public static ApiHost Start(string database, (string Key, string Value)[]? settings = null, Action<IServiceCollection>? configure = null)
    {
        var all = (settings ?? []).ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal);
        all["ConnectionStrings:db"] = database;
        var host = new ApiHost(all, configure ?? (_ => { }));
        host.StartServer();
        return host;
    }

    public async Task BecomesHealthyAsync()
    {
        using var client = CreateClient();
        await Eventually.PassesAsync(
            async () =>
            {
                using var health = await client.GetAsync("/health");
                Assert.True(health.IsSuccessStatusCode, await health.Content.ReadAsStringAsync() + "\n" + Log.Text);
            },
            HealthyDeadline);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseUrls("http://127.0.0.1:0"); // a port given to UseKestrel comes too late where the program is quick to start
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);

        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton(provider => Log.NewProvider(provider, new JsonLineFormat("api")));
            services.Configure<PasswordHasherOptions>(options => options.IterationCount = FewIterations);
            _configure(services);
        });
    }
}
