using Api.Data;
using Microsoft.EntityFrameworkCore;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Migrations are written by hand: they must lead to what the model says.</summary>
public sealed class SchemaTests
{
    private const string Columns = """
        SELECT string_agg(concat_ws(' ', table_name, column_name, data_type, character_maximum_length, is_nullable, is_identity, column_default), E'\n' ORDER BY table_name, column_name)
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '__EFMigrationsHistory'
        """;

    private const string Indexes = """
        SELECT string_agg(indexdef, E'\n' ORDER BY indexdef) FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '__EFMigrationsHistory'
        """;

    [Theory]
    [InlineData(Columns)]
    [InlineData(Indexes)]
    public async Task Migrations_OnAnEmptyDatabase_MakeWhatTheModelSays(string description)
    {
        var server = await PostgresServer.Shared;
        var migrated = await server.CreateDatabaseAsync();
        var modelled = await server.CreateDatabaseAsync();
        await using (var api = await ApiHost.StartAsync(migrated))
        await using (var context = new AppDbContext(new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(modelled).Options))
            await context.Database.EnsureCreatedAsync();

        var expected = await PostgresServer.ExecuteAsync(modelled, description);

        Assert.Contains("users", Assert.IsType<string>(expected), StringComparison.Ordinal);
        Assert.Equal(expected, await PostgresServer.ExecuteAsync(migrated, description));
    }
}
