namespace Tests.Support;

/// <summary>One Api, on a database of its own, for all tests of a class: each brings people of its own, who know nothing of the others'.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    internal string Database { get; private set; } = null!;

    internal ApiHost Api { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await (await PostgresServer.Shared).CreateDatabaseAsync();
        Api = await ApiHost.StartAsync(Database);
    }

    public async Task DisposeAsync() => await Api.DisposeAsync();
}
