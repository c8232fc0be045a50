using Npgsql;

namespace Tests.Support;

/// <summary>What lies in a database, in all of its tables.</summary>
internal sealed class DatabaseContent(string connectionString) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);
    private string? _fingerprints;

    /// <summary>A line for each table: its name, how many rows it has, and a hash of what they hold.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync()
    {
        _fingerprints ??= string.Join(" UNION ALL ", (await TablesAsync()).Select(table =>
            $"""SELECT concat_ws(' ', '{table}', count(*), md5(string_agg(row::text, '|' ORDER BY row::text))) FROM "{table}" row"""));
        return await QueryAsync(_fingerprints);
    }

    /// <summary>The tables that hold a text somewhere, in bytes too.</summary>
    public async Task<IReadOnlyList<string>> TablesWithAsync(string text)
    {
        var bytes = Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(text));
        return await QueryAsync(string.Join(" UNION ", (await TablesAsync()).Select(table =>
            $"""SELECT '{table}' FROM "{table}" row WHERE position('{text}' IN row::text) > 0 OR position('{bytes}' IN row::text) > 0""")));
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private Task<IReadOnlyList<string>> TablesAsync() =>
        QueryAsync("SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> '__EFMigrationsHistory' ORDER BY 1");

    private async Task<IReadOnlyList<string>> QueryAsync(string query)
    {
        await using var command = _source.CreateCommand(query);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return lines;
    }
}
