using Api.Caching;
using Api.Commands;
using Api.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Functional;

/// <summary>A change in one replica is seen in the others, and while they cannot be told they read.</summary>
public sealed class CacheInvalidationTests
{
    private const string ConnectionsThatListen = "FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN cache'";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Change_InOneReplica_IsSeenInTheOther()
    {
        await using var replicas = await TwoReplicas.StartAsync();
        var (changed, other) = (NewKey(), NewKey());
        foreach (var replica in replicas.Both)
            Assert.Equal(("old", "kept"), (await GetAsync(replica, changed, "old"), await GetAsync(replica, other, "kept")));

        await ChangeAsync(replicas.First, changed);

        foreach (var replica in replicas.Both)
            await Eventually.PassesAsync(async () => Assert.Equal("new", await GetAsync(replica, changed, "new")), Deadline);
        foreach (var replica in replicas.Both)
            Assert.Equal("kept", await GetAsync(replica, other, "unseen"));
    }

    // The second change is told after the first would have been.
    [Fact]
    public async Task Change_ThatIsRolledBack_IsToldToNobody()
    {
        await using var replicas = await TwoReplicas.StartAsync();
        var (rolledBack, committed) = (NewKey(), NewKey());
        Assert.Equal(("old", "old"), (await GetAsync(replicas.Second, rolledBack, "old"), await GetAsync(replicas.Second, committed, "old")));

        await RollBackAsync(replicas.First, rolledBack);
        await ChangeAsync(replicas.First, committed);

        await Eventually.PassesAsync(async () => Assert.Equal("new", await GetAsync(replicas.Second, committed, "new")), Deadline);
        Assert.Equal("old", await GetAsync(replicas.Second, rolledBack, "unseen"));
    }

    [Fact]
    public async Task Change_OfMoreThanOneNotificationHolds_IsToldInFull()
    {
        await using var replicas = await TwoReplicas.StartAsync();
        CacheKey[] keys = [.. Enumerable.Range(0, 1000).Select(i => NewKey() with { Cache = CacheMetrics.Caches[i % 3] })];
        foreach (var key in keys)
            Assert.Equal("old", await GetAsync(replicas.Second, key, "old"));

        await ChangeAsync(replicas.First, keys);

        await Eventually.PassesAsync(
            async () =>
            {
                foreach (var key in keys)
                    Assert.Equal("new", await GetAsync(replicas.Second, key, "new"));
            },
            Deadline);
    }

    [Fact]
    public async Task Listener_ThatLosesItsConnection_ReadsUntilItIsToldAgain()
    {
        await using var replicas = await TwoReplicas.StartAsync();
        var (replica, key) = (replicas.First, NewKey());
        Assert.Equal("old", await GetAsync(replica, key, "old"));

        // Connections that are there stay, new ones are refused.
        await PostgresServer.ExecuteAsync(replicas.Server, $"ALTER DATABASE {replicas.Name} ALLOW_CONNECTIONS false");
        await PostgresServer.ExecuteAsync(replicas.Server, $"SELECT count(pg_terminate_backend(pid)) {ConnectionsThatListen.Replace("current_database()", $"'{replicas.Name}'", StringComparison.Ordinal)}");
        await Eventually.PassesAsync(async () => Assert.Equal("unheard of", await GetAsync(replica, key, "unheard of")), Deadline);
        var hits = await ReadAsync(replica, Hits);
        Assert.Equal(("newer", "newest"), (await GetAsync(replica, key, "newer"), await GetAsync(replica, key, "newest")));
        Assert.Equal((hits, 0), (await ReadAsync(replica, Hits), await ReadAsync(replica, "cache_entries")));
        Assert.Single(replica.Log.Records, record => record.GetProperty("message").GetString()!.StartsWith("The cache is not told of changes", StringComparison.Ordinal)
            && record.GetProperty("level").GetString() == "WARNING");
        await PostgresServer.ExecuteAsync(replicas.Server, $"ALTER DATABASE {replicas.Name} ALLOW_CONNECTIONS true");

        await replicas.AreToldAsync();
        Assert.Equal(("after", "after"), (await GetAsync(replica, key, "after"), await GetAsync(replica, key, "unseen")));
    }

    [Fact]
    public async Task Metrics_OfAChange_AreExact()
    {
        await using var replicas = await TwoReplicas.StartAsync();
        var key = NewKey();
        foreach (var replica in replicas.Both)
            Assert.Equal(("old", "old"), (await GetAsync(replica, key, "old"), await GetAsync(replica, key, "unseen")));

        await ChangeAsync(replicas.First, key); // which removes it in its own replica before it is told
        await Eventually.PassesAsync(async () => Assert.Equal((1, 1), (await ReadAsync(replicas.First, Removed), await ReadAsync(replicas.First, Absent))), Deadline);
        await Eventually.PassesAsync(async () => Assert.Equal((1, 0), (await ReadAsync(replicas.Second, Removed), await ReadAsync(replicas.Second, Absent))), Deadline);
        await GetAsync(replicas.Second, key, "new");

        var first = await CountsAsync(replicas.First);
        var second = await CountsAsync(replicas.Second);
        Assert.Equal(["get/hit 1", "get/miss 1", "invalidate/absent 1", "invalidate/removed 1", "set/stored 1"], first);
        Assert.Equal(["get/hit 1", "get/miss 2", "invalidate/removed 1", "set/stored 2"], second);
        Assert.Equal((0, 0), (await ReadAsync(replicas.First, "cache_entries"), await ReadAsync(replicas.First, "cache_size_bytes")));
        Assert.Equal((1, 3 + Cache.EntryBytes), (await ReadAsync(replicas.Second, "cache_entries"), await ReadAsync(replicas.Second, "cache_size_bytes")));
    }

    // Npgsql's meters are those of the whole process: the connections of the tests are there too, under their connection strings.
    [Fact]
    public async Task Listener_HasSeriesOfItsOwn_WithoutItsConnectionString()
    {
        await using var replicas = await TwoReplicas.StartAsync();
        using var client = replicas.First.CreateClient();

        var metrics = await client.GetStringAsync("/metrics");

        Assert.NotEmpty(ScrapedText.Series(metrics, "db_client_connection_count{db_client_connection_pool_name=\"cache\","));
        Assert.DoesNotContain("Keepalive", metrics, StringComparison.OrdinalIgnoreCase);
    }

    private static string Hits => Series("get", "hit");

    private static string Removed => Series("invalidate", "removed");

    private static string Absent => Series("invalidate", "absent");

    private static string Series(string operation, string result) => $$"""cache_operations_total{cache="family",operation="{{operation}}",result="{{result}}"}""";

    private static CacheKey NewKey() => new(CacheMetrics.Family, Guid.NewGuid());

    private static async Task<string?> GetAsync(ApiHost replica, CacheKey key, string stored) =>
        (await replica.Services.GetRequiredService<Cache>().GetAsync(key, _ => Task.FromResult<Thing?>(new(stored)), CancellationToken.None))?.Name;

    private static async Task ChangeAsync(ApiHost replica, params CacheKey[] keys)
    {
        await using var scope = replica.Services.CreateAsyncScope();
        var current = scope.ServiceProvider.GetRequiredService<CurrentCommand>();
        await scope.ServiceProvider.GetRequiredService<CommandRunner>().RunAsync(
            _ =>
            {
                foreach (var key in keys)
                    current.Invalidate(key);
                return Task.FromResult(keys.Length);
            },
            CancellationToken.None);
    }

    private static async Task RollBackAsync(ApiHost replica, CacheKey key)
    {
        await using var scope = replica.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        await database.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await database.Database.BeginTransactionAsync();
            await CacheInvalidations.NotifyAsync(database, [key], CancellationToken.None);
        });
    }

    private static async Task<double?> ReadAsync(ApiHost replica, string series)
    {
        using var client = replica.CreateClient();
        return ScrapedText.Value(await client.GetStringAsync("/metrics"), series);
    }

    private static async Task<IEnumerable<string>> CountsAsync(ApiHost replica)
    {
        using var client = replica.CreateClient();
        return ScrapedText.Series(await client.GetStringAsync("/metrics"), """cache_operations_total{cache="family",""")
            .Where(line => ScrapedText.ValueOf(line) > 0)
            .Select(line => line.Split('"') is [_, _, _, var operation, _, var result, ..] ? $"{operation}/{result} {ScrapedText.ValueOf(line)}" : line)
            .Order(StringComparer.Ordinal);
    }

    private sealed record Thing(string Name) : ICached
    {
        public int Bytes => Name.Length;
    }

    /// <summary>Both are told of changes.</summary>
    private sealed class TwoReplicas : IAsyncDisposable
    {
        private TwoReplicas(string database, ApiHost first, ApiHost second) => (Database, First, Second) = (database, first, second);

        public ApiHost First { get; }

        public ApiHost Second { get; }

        public ApiHost[] Both => [First, Second];

        public string Name => new Npgsql.NpgsqlConnectionStringBuilder(Database).Database!;

        /// <summary>Another database of the same server.</summary>
        public string Server => new Npgsql.NpgsqlConnectionStringBuilder(Database) { Database = "postgres" }.ConnectionString;

        private string Database { get; }

        public static async Task<TwoReplicas> StartAsync()
        {
            var database = await (await PostgresServer.Shared).CreateDatabaseAsync();
            var replicas = new TwoReplicas(database, await ApiHost.StartAsync(database), await ApiHost.StartAsync(database));
            await replicas.AreToldAsync();
            return replicas;
        }

        public Task AreToldAsync() => Eventually.PassesAsync(
            () =>
            {
                Assert.All(Both, replica => Assert.True(replica.Services.GetRequiredService<Cache>().IsTrusted));
                return Task.CompletedTask;
            },
            Deadline);

        public async ValueTask DisposeAsync()
        {
            await First.DisposeAsync();
            await Second.DisposeAsync();
        }
    }
}
