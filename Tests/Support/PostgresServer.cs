using System.Diagnostics;
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

    // Each line on standard input starts it; the input closes when this process ends, however that ends.
    // Without fsync it is faster, and a killed server still has what it wrote: only a machine that fails would lose it.
    private const string Script = """
        while read -r _; do
            sh "$0" "$@" -c listen_addresses= -c unix_socket_directories="$2" -c max_connections=500 -c fsync=off &
            server=$!
        done
        kill $server; wait $server
        rm -rf "$2"
        """;

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Task<PostgresServer>> LazyShared = new(StartAsync);

    private readonly string _directory = Directory.CreateTempSubdirectory("postgres-").FullName;
    private readonly List<string> _log = [];
    private readonly Process _process;
    private int _databases;

    private PostgresServer()
    {
        _process = Process.Start(new ProcessStartInfo("sh", ["-c", Script, BackingServices.Bundled("postgres/postgres.sh"), BackingServices.InTools("postgres/bin"), _directory, "first"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["POSTGRES_PASSWORD"] = Password },
        })!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
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
        await ExecuteAsync(ConnectionString("postgres"), $"CREATE DATABASE {name}");
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
        var lockFile = Path.Combine(_directory, "data", "postmaster.pid");
        var processId = (await File.ReadAllLinesAsync(lockFile))[0];
        using var kill = Process.Start("kill", ["-QUIT", processId]);
        await kill.WaitForExitAsync();
        await Eventually.PassesAsync(AssertGoneAsync, StartDeadline);

        Task AssertGoneAsync()
        {
            Assert.False(File.Exists(lockFile));
            return Task.CompletedTask;
        }
    }

    /// <summary>Starts it where it was, with the data that it had.</summary>
    public async Task StartAgainAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        await Eventually.PassesAsync(AssertAnswersAsync, StartDeadline);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task AssertAnswersAsync()
    {
        try
        {
            await ExecuteAsync(ConnectionString("postgres"), "SELECT 1");
        }
        catch (NpgsqlException exception)
        {
            lock (_log)
                Assert.Fail($"PostgreSQL does not answer: {exception.Message}\n{string.Join('\n', _log)}");
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_log)
            _log.Add(line.Data ?? "");
    }

    // A pool outlives the host that it is of: hundreds of them would keep their connections, and there are so many.
    private string ConnectionString(string database) =>
        $"Host={_directory};Username=postgres;Password={Password};Database={database};Connection Idle Lifetime=5;Connection Pruning Interval=2";
}
