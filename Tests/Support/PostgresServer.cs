using System.Diagnostics;
using System.Globalization;
using Hosting;
using Npgsql;

namespace Tests.Support;

/// <summary>
/// A real PostgreSQL of the tests. It listens on a socket file in a folder of its own, so no test can take its port, and it ends with this
/// process, however that ends.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Password = "only for tests";

    // Standard input closes when this process ends. Durability is left out: it costs time, and a killed server keeps what a living machine wrote.
    private const string Script = """
        sh "$0" "$@" -c listen_addresses= -c unix_socket_directories="$2" -c max_connections=500 -c fsync=off &
        server=$!
        cat > /dev/null
        kill $server; wait $server
        rm -rf "$2"
        """;

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Task<PostgresServer>> LazyShared = new(StartAsync);

    private readonly string _directory = Directory.CreateTempSubdirectory("postgres-").FullName;
    private Process? _process;
    private int _databases;

    private PostgresServer()
    {
    }

    /// <summary>The server of all tests that do not stop it.</summary>
    public static Task<PostgresServer> Shared => LazyShared.Value;

    /// <summary>A server for a test that stops it.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(Maintenance, $"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>Runs a statement and gives its first value.</summary>
    public static async Task<object?> ExecuteAsync(string connectionString, string statement)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Ends it without letting it finish anything, as a crash would.</summary>
    public async Task CrashAsync()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(_directory, "data", "postmaster.pid"));
        using var kill = Process.Start("kill", ["-QUIT", int.Parse(lines[0], CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await Eventually.PassesAsync(() => { Assert.False(File.Exists(Path.Combine(_directory, "data", "postmaster.pid"))); return Task.CompletedTask; }, StartDeadline);
    }

    /// <summary>Starts it where it was, with the data that it had.</summary>
    public async Task StartAgainAsync()
    {
        _process?.Dispose();
        Directory.CreateDirectory(_directory);
        _process = Process.Start(new ProcessStartInfo("sh", ["-c", Script, BackingServices.Bundled("postgres/postgres.sh"), BackingServices.InTools("postgres/bin"), _directory, "first"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["POSTGRES_PASSWORD"] = Password },
        })!;

        var log = new List<string>();
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.PassesAsync(AnswersAsync, StartDeadline);

        void Keep(string? line)
        {
            lock (log)
                log.Add(line ?? "");
        }

        async Task AnswersAsync()
        {
            try
            {
                await ExecuteAsync(Maintenance, "SELECT 1");
            }
            catch (NpgsqlException exception)
            {
                lock (log)
                    Assert.Fail($"PostgreSQL does not answer: {exception.Message}\n{string.Join('\n', log)}");
            }
        }
    }

    private string Maintenance => ConnectionString("postgres");

    public async ValueTask DisposeAsync()
    {
        _process!.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private string ConnectionString(string database) =>
        $"Host={_directory};Username=postgres;Password={Password};Database={database}";
}
