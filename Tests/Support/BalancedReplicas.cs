using System.Text.Json;

namespace Tests.Support;

/// <summary>Three processes of the Api on one database, behind one address, each scraped at its own by a real Prometheus.</summary>
public sealed class BalancedReplicas : IAsyncLifetime
{
    /// <summary>The model that the gateway has.</summary>
    internal const string Model = "embed";

    /// <summary>How long something may take that becomes true a little later.</summary>
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private const int Count = 3;
    private const string Targets = "api.json";

    private static readonly HttpClient Scraper = new();

    private readonly List<ServiceProcess> _all = [];
    private readonly ProvidersHost _providers = ProvidersHost.Start();
    private PrometheusServer _prometheus = null!;
    private string _folder = "";

    /// <summary>Their connection string.</summary>
    internal string Database { get; private set; } = "";

    internal Balancer Balancer { get; private set; } = null!;

    /// <summary>Those that run.</summary>
    internal List<ServiceProcess> Running { get; } = [];

    internal PrometheusClient Prometheus => _prometheus.Client;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        Database = await (await PostgresServer.Shared).CreateDatabaseAsync() + ";Command Timeout=30;Timeout=30"; // what waits for its turn on a busy machine is not to give up
        Balancer = await Balancer.StartAsync();
        _prometheus = await PrometheusServer.StartAsync(directory =>
        {
            _folder = directory;
            File.WriteAllText(Path.Combine(directory, "prometheus.yml"), $$"""
                global: { scrape_interval: 500ms, scrape_timeout: 500ms }
                scrape_configs:
                  - job_name: backend-api
                    file_sd_configs: [{ files: [{{Targets}}], refresh_interval: 1s }]
                """);
        });
        foreach (var replica in await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => Task.Run(() => LaunchAsync()))))
            await JoinAsync(replica);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Balancer.DisposeAsync();
        await _prometheus.DisposeAsync();
        foreach (var replica in _all)
            await replica.DisposeAsync();
        await _providers.DisposeAsync();
    }

    /// <summary>Starts one more, has it scraped, and then has it get requests.</summary>
    /// <param name="port">Where it listens; 0 for any free port.</param>
    internal async Task<ServiceProcess> AddAsync(int port = 0)
    {
        var replica = await LaunchAsync(port);
        await JoinAsync(replica);
        return replica;
    }

    /// <summary>Has Prometheus look for it no longer, once it is gone.</summary>
    internal void Forget(ServiceProcess replica)
    {
        Running.Remove(replica);
        Balancer.Remove(replica.Address);
        WriteTargets();
    }

    /// <summary>What a replica would be scraped for.</summary>
    internal async Task<string> ScrapeAsync(ServiceProcess replica) => await Scraper.GetStringAsync(new Uri(replica.Address, "/metrics"));

    /// <summary>What all would be scraped for.</summary>
    internal async Task<IReadOnlyList<string>> ScrapeAsync() => await Task.WhenAll(Running.Select(ScrapeAsync));

    /// <summary>What their pages add up to for the series that begin so.</summary>
    internal async Task<double> SumAsync(string series) => (await ScrapeAsync()).Sum(page => ScrapedText.Sum(page, series));

    /// <summary>A whole number that the database tells.</summary>
    internal async Task<long> CountAsync(string rows) => (long)(await PostgresServer.ExecuteAsync(Database, $"SELECT count(*) FROM {rows}"))!;

    private async Task<ServiceProcess> LaunchAsync(int port = 0)
    {
        var provider = $"Gateway:Providers:{ProvidersHost.Swift}";
        var replica = await ServiceProcess.StartAsync(
            "Api",
            port,
            ("ConnectionStrings:db", Database),
            GatewayHost.Setting,
            ("Shutdown:Drain", "00:00:05"), // as deploy/kubernetes has it
            ($"{provider}:BaseAddress", $"{_providers.AddressOf(ProvidersHost.Swift)}"),
            ($"{provider}:ApiKey", "any"),
            ($"{provider}:Models:{Model}:InputPrice", "1"),
            ($"{provider}:Models:{Model}:OutputPrice", "0"));
        lock (_all)
            _all.Add(replica);
        return replica;
    }

    private async Task JoinAsync(ServiceProcess replica)
    {
        Running.Add(replica);
        WriteTargets();
        await Eventually.PassesAsync(async () => Assert.Equal(1, await Prometheus.QueryOneAsync($$"""up{instance="{{replica.Address.Authority}}"}""")), Deadline);
        Balancer.Add(replica.Address);
    }

    // Moved to its place: Prometheus would read half a file.
    private void WriteTargets()
    {
        var file = Path.Combine(_folder, Targets);
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(new[] { new { targets = Running.Select(replica => replica.Address.Authority), labels = new { service = "api" } } }));
        File.Move(file + ".new", file, overwrite: true);
    }
}
