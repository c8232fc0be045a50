namespace Tests.Support;

/// <summary>Three of the Api on one database.</summary>
public sealed class Replicas : IAsyncLifetime
{
    /// <summary>How many requests are sent at once.</summary>
    internal const int Crowd = 50;

    private const int Count = 3;

    private ApiHost[] _hosts = [];
    private Uri[] _addresses = [];

    /// <summary>Its connection string.</summary>
    internal string Database { get; private set; } = "";

    /// <summary>A client of nobody yet.</summary>
    internal HttpClient NewClient() => _hosts[0].CreateClient();

    /// <summary>Where one of them listens.</summary>
    internal Uri Address(int replica) => _addresses[replica];

    /// <summary>Sends 50 requests at once, each of those given as often as the others, to so many replicas in turn.</summary>
    /// <returns>What they got: the first of each, then the second of each, and so on.</returns>
    internal async Task<IReadOnlyList<Reply>> AtOnceAsync(int replicas, params Ask[] asks) => await Task.WhenAll(
        Enumerable.Range(0, Crowd / asks.Length * asks.Length).Select(i => asks[i % asks.Length].SendAsync(_addresses[i % replicas])));

    /// <summary>The counters of all replicas together tell what the rows tell.</summary>
    internal Task AssertCountedAsync() => HouseholdCounts.AssertSameAsync(Database, _hosts);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        Database = await (await PostgresServer.Shared).CreateDatabaseAsync() + ";Command Timeout=30"; // what waits for its turn on a busy machine is not to give up
        _hosts = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => Task.Run(() => ApiHost.StartAsync(Database))));
        _addresses = [.. _hosts.Select(AddressOf)];
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
    }

    private static Uri AddressOf(ApiHost host)
    {
        using var client = host.CreateClient();
        return client.BaseAddress!;
    }
}
