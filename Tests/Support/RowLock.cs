using Npgsql;

namespace Tests.Support;

/// <summary>Holds rows, so that requests that want to change them stand in a line: a test decides who is first.</summary>
internal sealed class RowLock : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly NpgsqlConnection _connection;
    private readonly string _database;

    private RowLock(string database)
    {
        _database = database;
        _connection = new(database + ";Pooling=false");
    }

    /// <param name="database">A connection string.</param>
    /// <param name="rows">A table and a condition, as <c>users WHERE …</c>.</param>
    public static async Task<RowLock> TakeAsync(string database, string rows)
    {
        var taken = new RowLock(database);
        await taken._connection.OpenAsync();
        await taken.RunAsync($"BEGIN; SELECT 1 FROM {rows} FOR UPDATE");
        return taken;
    }

    /// <summary>Waits until so many stand in the line.</summary>
    public Task HasWaitingAsync(long count) => Eventually.PassesAsync(
        async () => Assert.Equal(count, await PostgresServer.ExecuteAsync(
            _database, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")),
        Deadline);

    /// <summary>Ends the connections of those who stand in the line.</summary>
    public Task TerminateWaitingAsync() => PostgresServer.ExecuteAsync(
        _database, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");

    public Task ReleaseAsync() => RunAsync("ROLLBACK");

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task RunAsync(string statement)
    {
        await using var command = new NpgsqlCommand(statement, _connection);
        await command.ExecuteNonQueryAsync();
    }
}
