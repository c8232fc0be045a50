using System.Diagnostics.Metrics;
using Traffic.Scenarios;

namespace Traffic;

/// <summary>People who use the API, made up.</summary>
internal static class TrafficModule
{
    // Where an orchestrator says that the API is; several replicas stand behind the one address.
    private const string AddressKey = "services:api:http:0";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A proxy that spreads connections, not requests, would show a replica that came later to nobody.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromSeconds(30);

    public static void AddTraffic(this IHostApplicationBuilder builder)
    {
        var address = AddressOfApi(builder.Configuration);

        builder.Services.AddSingleton(TrafficOptions.From(builder.Configuration, ScenarioList.All));
        builder.Services.AddSingleton(services => new HttpClient(new SocketsHttpHandler
        {
            PooledConnectionLifetime = ConnectionLifetime,
            MeterFactory = services.GetRequiredService<IMeterFactory>(),
        })
        {
            BaseAddress = address,
            Timeout = Patience,
        });
        builder.Services.AddSingleton<Accounts>();
        builder.Services.AddSingleton<Families>();
        builder.Services.AddSingleton(new Customers(builder.Configuration["Gateway:AdministratorKey"]));
        builder.Services.AddSingleton<Outage>();
        builder.Services.AddSingleton<TrafficMetrics>();
        builder.Services.AddHostedService<TrafficRunner>();
    }

    private static Uri AddressOfApi(IConfiguration configuration) => Uri.TryCreate(configuration[AddressKey], UriKind.Absolute, out var address)
        ? address
        : throw new InvalidOperationException(
            $"{AddressKey} is '{configuration[AddressKey]}'. Set it to the address of the API, such as http://localhost:8000; in an AppHost, WithReference(api) does.");
}
