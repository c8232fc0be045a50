namespace Tests.Support;

/// <summary>Three Apis with an administrator, on one database, and with one clock that stands still.</summary>
public sealed class Gateways : IAsyncLifetime
{
    private const int Count = 3;

    private GatewayHost[] _hosts = [];

    internal StoppedTime Time { get; } = new();

    internal string Database { get; private set; } = "";

    /// <summary>One of them.</summary>
    internal GatewayHost this[int replica] => _hosts[replica % Count];

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        Database = await (await PostgresServer.Shared).CreateDatabaseAsync() + ";Command Timeout=30;Timeout=30"; // what waits for its turn on a busy machine is not to give up
        _hosts = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => Task.Run(() => GatewayHost.StartAsync(Database, Time))));
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
    }

    /// <summary>The first value of what is asked.</summary>
    internal async Task<T> ReadAsync<T>(string query) => (T)(await PostgresServer.ExecuteAsync(Database, query))!;
}
