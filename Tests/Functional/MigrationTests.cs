using System.Net;
using Api.Identity;
using Tests.Support;

namespace Tests.Functional;

/// <summary>A deployment migrates the database once, by the command of the program, and its replicas wait for that.</summary>
public sealed class MigrationTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private const string Tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'";
    private const string Applied = """SELECT count(*) FROM "__EFMigrationsHistory" """;

    [Fact]
    public async Task Migrate_OnAnEmptyDatabase_LeavesWhatReplicasNeedAndEnds()
    {
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync();

        var output = await MigrateAsync(database);

        Assert.Contains("The database is migrated.", output, StringComparison.Ordinal);
        Assert.Equal(1L, await PostgresServer.ExecuteAsync(database, "SELECT count(*) FROM data_protection_keys"));
        await using var replica = await ApiHost.StartAsync(database, ("Database:Migrations", "wait"));
    }

    [Fact]
    public async Task Migrate_OfWhatIsMigrated_ChangesNothingAndEnds()
    {
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync();
        await MigrateAsync(database);
        var applied = await PostgresServer.ExecuteAsync(database, Applied);

        await MigrateAsync(database);

        Assert.Equal(applied, await PostgresServer.ExecuteAsync(database, Applied));
    }

    [Fact]
    public async Task Replica_ThatWaits_LeavesTheDatabaseAloneAndIsReadyOnceItIsMigrated()
    {
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync();
        await using var replica = ApiHost.Start(database, [("Database:Migrations", "wait")]);
        using var client = replica.CreateClient();
        await Eventually.PassesAsync(
            () =>
            {
                Assert.Contains("The database lacks", replica.Log.Text, StringComparison.Ordinal);
                return Task.CompletedTask;
            },
            Deadline);

        Assert.Equal(0L, await PostgresServer.ExecuteAsync(database, Tables));
        using (var health = await client.GetAsync("/health"))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);

        await MigrateAsync(database);
        await replica.BecomesHealthyAsync();
    }

    [Fact]
    public async Task Migrations_OfNoKindThatIsKnown_EndTheStart()
    {
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync();

        var failure = Assert.Throws<InvalidOperationException>(() => ApiHost.Start(database, [("Database:Migrations", "later")]));

        Assert.Contains("Database:Migrations is 'later'. Set it to apply", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<string> MigrateAsync(string database)
    {
        var (exitCode, output, errors) = await Filter.RunAsync(
            "/usr/bin/env", [$"ConnectionStrings__db={database}", "dotnet", "exec", typeof(RegisterRequest).Assembly.Location, "migrate"], "");
        Assert.True(exitCode == 0, output + errors);
        return output;
    }
}
