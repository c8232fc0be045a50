using System.Data;
using System.Data.Common;
using System.Diagnostics.Metrics;
using Api.Data;
using Api.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tests.Support;
using Tests.Unit;

namespace Tests.Functional;

/// <summary>What the database is asked, counted exactly: on a context of the test's own, which nobody uses besides.</summary>
public sealed class QueryMetricsTests : IAsyncLifetime, IDisposable
{
    private readonly MetricStoreFixture _metrics = new();
    private readonly Captured _captured = new();
    private readonly QueryInterceptor _interceptor;
    private string _connectionString = null!;

    public QueryMetricsTests() => _interceptor = new(new(_metrics.Meters), NullLogger<QueryInterceptor>.Instance);

    public async Task InitializeAsync()
    {
        _connectionString = await (await PostgresServer.Shared).CreateDatabaseAsync();
        await using var unmeasured = new AppDbContext(new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(_connectionString).Options);
        await unmeasured.Database.EnsureCreatedAsync();
    }

    public async Task DisposeAsync()
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task Commands_OfEachKind_AreCountedByWhatTheyDoToWhich()
    {
        await using var database = NewContext();
        database.AddRange(NewKey(), NewKey(), NewKey());
        await database.SaveChangesAsync();
        Assert.Equal(3, database.Set<DataProtectionKey>().Count());
        Assert.True(await database.Set<DataProtectionKey>().AnyAsync(key => EF.Functions.ILike(key.Xml, "DELETE FROM users%") || key.Id > 0));
        Assert.Equal(3, await database.Set<DataProtectionKey>().ExecuteUpdateAsync(set => set.SetProperty(key => key.FriendlyName, "other")));
        Assert.Equal(3, await database.Set<DataProtectionKey>().ExecuteDeleteAsync());
        Assert.Equal(0, await database.Database.ExecuteSqlAsync($"UPDATE users SET \"Name\" = {"name"}"));
        Assert.Equal(1, await database.Database.SqlQuery<int>($"SELECT 1 AS \"Value\"").SingleAsync());
        Assert.Equal(-1, database.Database.ExecuteSqlRaw("CREATE TABLE extra (id int)"));

        Assert.Equal(
            [
                """db_query_duration_seconds_count{query_type="delete",table="data_protection_keys"} 1""",
                """db_query_duration_seconds_count{query_type="insert",table="data_protection_keys"} 1""",
                """db_query_duration_seconds_count{query_type="other",table="other"} 1""",
                """db_query_duration_seconds_count{query_type="select",table="data_protection_keys"} 2""",
                """db_query_duration_seconds_count{query_type="select",table="other"} 1""",
                """db_query_duration_seconds_count{query_type="update",table="data_protection_keys"} 1""",
                """db_query_duration_seconds_count{query_type="update",table="users"} 1""",
            ],
            await SeriesAsync("db_query_duration_seconds_count"));
        Assert.All(await SeriesAsync("db_query_errors_total"), series => Assert.EndsWith(" 0", series, StringComparison.Ordinal));
        Assert.Equal(
            ["database_operations_total{operation=\"update\",status=\"success\",table=\"data_protection_keys\"} 1", "database_operations_total{operation=\"update\",status=\"success\",table=\"users\"} 1"],
            await SeriesAsync("database_operations_total{operation=\"update\""));
        Assert.Equal(["database_queries_total{operation=\"update\"} 2"], await SeriesAsync("database_queries_total{operation=\"update\""));
        Assert.Equal(["database_query_duration_seconds_count{operation=\"select\"} 3"], await SeriesAsync("database_query_duration_seconds_count{operation=\"select\""));
    }

    [Fact]
    public async Task Errors_BeforeAnyCommand_AreThereAtZero()
    {
        var series = await SeriesAsync("db_query_errors_total{");

        Assert.Equal(Enum.GetValues<QueryError>().Length * Enum.GetValues<QueryType>().Length, series.Count);
        Assert.All(series, each => Assert.EndsWith(" 0", each, StringComparison.Ordinal));
        Assert.Equal(
            ["delete", "insert", "other", "select", "update"],
            (await SeriesAsync("database_errors_total{")).Select(each => each.Split('"')[1]));
    }

    [Theory]
    [InlineData("unique", "unique_violation", "insert", "data_protection_keys")]
    [InlineData("serialization", "conflict", "update", "data_protection_keys")]
    [InlineData("statement timeout", "timeout", "select", "other")]
    [InlineData("lock timeout", "timeout", "update", "data_protection_keys")]
    [InlineData("command timeout", "timeout", "select", "other")]
    [InlineData("broken connection", "connection", "select", "other")]
    [InlineData("no connection", "connection", "other", "other")]
    [InlineData("cancelled", "cancelled", "select", "other")]
    [InlineData("division", "other", "select", "data_protection_keys")]
    [InlineData("nonsense", "other", "other", "other")]
    public async Task Error_OfEachKind_IsCountedOnceByWhatItIs(string fault, string error, string type, string table)
    {
        await Assert.ThrowsAnyAsync<Exception>(() => FailAsync(fault));

        Assert.Equal([$"db_query_errors_total{{error_type=\"{error}\",query_type=\"{type}\"}} 1"], await CountedAsync("db_query_errors_total{"));
        var failed = (await SeriesAsync("db_query_duration_seconds_count{")).Where(series => series.Contains("error_type", StringComparison.Ordinal));
        Assert.Equal([$"db_query_duration_seconds_count{{error_type=\"{error}\",query_type=\"{type}\",table=\"{table}\"}} 1"], failed);
        Assert.Equal([$"database_errors_total{{operation=\"{type}\"}} 1"], await CountedAsync("database_errors_total{"));
        Assert.Contains($"database_operations_total{{operation=\"{type}\",status=\"error\",table=\"{table}\"}} 1", await SeriesAsync("database_operations_total{"));
    }

    [Fact]
    public async Task Command_ThatSucceeded_IsMeasuredWithoutAllocating()
    {
        await using var database = NewContext();
        Assert.Equal(0, database.Set<DataProtectionKey>().Count());
        await using var command = new NpgsqlCommand(_captured.Text);
        var executed = _captured.Executed!;

        MeasureOften();
        var before = GC.GetAllocatedBytesForCurrentThread();
        MeasureOften();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(["""db_query_duration_seconds_count{query_type="select",table="data_protection_keys"} 201"""], await SeriesAsync("db_query_duration_seconds_count"));

        void MeasureOften()
        {
            for (var i = 0; i < 100; i++)
                _interceptor.ReaderExecuted(command, executed, result: null!);
        }
    }

    [Fact]
    public async Task Listener_ThatThrows_FailsNoCommand()
    {
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == QueryMetrics.MeterName && instrument.Meter.Scope == _metrics.Meters)
                self.EnableMeasurementEvents(instrument);
        };
        var thrown = 0;
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException($"{++thrown}"));
        listener.Start();
        await using var database = NewContext();

        Assert.Equal(0, await database.Set<DataProtectionKey>().CountAsync());

        Assert.Equal(1, thrown);
    }

    [Fact]
    public async Task Api_OnceStarted_TellsOfItsQueriesUnderEveryName()
    {
        await using var api = await ApiHost.StartAsync();
        using var client = api.CreateClient();

        var text = await client.GetStringAsync("/metrics");

        Assert.Equal(1, ScrapedText.Value(text, """db_query_duration_seconds_count{query_type="insert",table="data_protection_keys"}""")); // the key that all replicas use
        Assert.Equal(1, ScrapedText.Value(text, """database_operations_total{operation="insert",status="success",table="data_protection_keys"}"""));
        Assert.Null(ScrapedText.Value(text, """db_query_duration_seconds_count{query_type="other",table="other"}""")); // the migrations'
        Assert.Equal(Enum.GetValues<QueryError>().Length * Enum.GetValues<QueryType>().Length, ScrapedText.Series(text, "db_query_errors_total{").Count);
        Assert.Equal(0, ScrapedText.Sum(text, "db_query_errors_total{"));
        Assert.Equal(ScrapedText.Series(text, "db_client_connection_count{").Where(IsUsed).Sum(ScrapedText.ValueOf), ScrapedText.Value(text, "db_connection_pool_size"));
        Assert.Equal(ScrapedText.Sum(text, "db_client_connection_max{"), ScrapedText.Value(text, "db_connection_pool_max_size"));
        Assert.Equal(1, ScrapedText.Value(text, "active_connections"));

        static bool IsUsed(string series) => series.Contains("db_client_connection_state=\"used\"", StringComparison.Ordinal);
    }

    private async Task FailAsync(string fault)
    {
        await using var database = NewContext(fault switch
        {
            "no connection" => "Host=/nowhere;Username=postgres",
            "command timeout" => _connectionString + ";Command Timeout=1",
            _ => _connectionString,
        });
        var commands = database.Database;
        switch (fault)
        {
            case "unique":
                await commands.ExecuteSqlAsync($"""INSERT INTO data_protection_keys VALUES (1, '', ''), (1, '', '')""");
                break;
            case "serialization":
                await AddKeyAsync(database);
                await using (await commands.BeginTransactionAsync(IsolationLevel.RepeatableRead))
                {
                    Assert.Equal(1, await database.Set<DataProtectionKey>().CountAsync());
                    await PostgresServer.ExecuteAsync(_connectionString, "UPDATE data_protection_keys SET \"Xml\" = 'theirs'");
                    await database.Set<DataProtectionKey>().ExecuteUpdateAsync(set => set.SetProperty(key => key.Xml, "ours"));
                }

                break;
            case "statement timeout":
                await commands.OpenConnectionAsync();
                await commands.ExecuteSqlAsync($"SET statement_timeout = 20");
                await commands.ExecuteSqlAsync($"SELECT pg_sleep(60)");
                break;
            case "lock timeout":
                await AddKeyAsync(database);
                await using (var other = NewContext())
                await using (await other.Database.BeginTransactionAsync())
                {
                    await other.Set<DataProtectionKey>().ExecuteDeleteAsync();
                    await commands.OpenConnectionAsync();
                    await commands.ExecuteSqlAsync($"SET lock_timeout = 20");
                    await database.Set<DataProtectionKey>().ExecuteUpdateAsync(set => set.SetProperty(key => key.Xml, "ours"));
                }

                break;
            case "command timeout":
                await commands.ExecuteSqlAsync($"SELECT pg_sleep(60)");
                break;
            case "broken connection":
                await commands.ExecuteSqlAsync($"SELECT pg_terminate_backend(pg_backend_pid())");
                break;
            case "cancelled":
                using (var cancelled = new CancellationTokenSource())
                {
                    await commands.OpenConnectionAsync();
                    var sleeping = commands.ExecuteSqlAsync($"SELECT pg_sleep(60)", cancelled.Token);
                    await cancelled.CancelAsync();
                    await sleeping;
                }

                break;
            case "division":
                await AddKeyAsync(database);
                await database.Set<DataProtectionKey>().Select(key => 1 / (key.Id - key.Id)).ToListAsync();
                break;
            case "no connection":
                await commands.OpenConnectionAsync();
                break;
            default:
                commands.ExecuteSqlRaw("SELEKT 1");
                break;
        }
    }

    private static async Task AddKeyAsync(AppDbContext database)
    {
        database.Add(NewKey());
        await database.SaveChangesAsync();
    }

    private static DataProtectionKey NewKey() => new() { FriendlyName = "key", Xml = "<key/>" };

    private AppDbContext NewContext(string? connectionString = null) =>
        new(new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(connectionString ?? _connectionString).AddInterceptors(_interceptor, _captured).Options);

    private async Task<IReadOnlyList<string>> SeriesAsync(string start) => ScrapedText.Series(await _metrics.WriteAsync(start), start);

    private async Task<IEnumerable<string>> CountedAsync(string start) => (await SeriesAsync(start)).Where(series => ScrapedText.ValueOf(series) > 0);

    /// <summary>Keeps what EF Core tells an interceptor of a command.</summary>
    private sealed class Captured : DbCommandInterceptor
    {
        public string? Text { get; private set; }

        public CommandExecutedEventData? Executed { get; private set; }

        public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
        {
            (Text, Executed) = (command.CommandText, eventData); // the command itself is used again for others
            return result;
        }
    }
}
