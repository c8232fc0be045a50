using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Npgsql;

namespace Bench;

/// <summary>A PostgreSQL on one core, on a socket file in a folder of its own. It ends with this process, however that ends.</summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    private const string Password = "only for measurements";

    // Standard input closes with this process. Commits do not wait for the disk: what is measured is the Api.
    private const string Script = """
        taskset -c "$1" sh ./postgres.sh "$2" "$3" first -c listen_addresses= -c unix_socket_directories="$3" -c fsync=off -c max_connections=500 >/dev/null 2>&1 &
        server=$!
        read -r _
        kill $server; wait $server
        rm -rf "$3"
        """;

    private const double ClockTicksPerSecond = 100;

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("bench-postgres-").FullName;
    private readonly Process _process;
    private int _databases;

    private PostgresProcess(int core)
    {
        var tools = typeof(PostgresProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ToolsDirectory").Value!;
        _process = Process.Start(new ProcessStartInfo("sh", ["-c", Script, "sh", $"{core}", Path.Combine(tools, "postgres/bin"), _folder])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            WorkingDirectory = AppContext.BaseDirectory,
            Environment = { ["POSTGRES_PASSWORD"] = Password },
        })!;
    }

    /// <summary>Of the server and all its processes, those that have ended included, so far.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            var server = File.ReadLines(Path.Combine(_folder, "data/postmaster.pid")).First();
            var own = Stat(server);
            var children = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => char.IsAsciiDigit(name![0])).Select(name => Stat(name!)).Where(stat => stat.Parent == server);
            return TimeSpan.FromSeconds((own.Ticks + own.OfEnded + children.Sum(child => child.Ticks)) / ClockTicksPerSecond);
        }
    }

    public static async Task<PostgresProcess> StartAsync(int core)
    {
        var server = new PostgresProcess(core);
        using var deadline = new CancellationTokenSource(StartDeadline);
        while (!await server.AnswersAsync())
            await Task.Delay(100, deadline.Token);
        return server;
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"bench{++_databases}";
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var create = source.CreateCommand($"CREATE DATABASE {name}");
        await create.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    // pid (comm) state ppid …: utime, stime, cutime and cstime are the 14th to 17th; only the name can hold spaces. A process may end while it is looked at.
    private static (string Parent, double Ticks, double OfEnded) Stat(string id)
    {
        try
        {
            var fields = File.ReadAllText($"/proc/{id}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return (fields[1], Number(11) + Number(12), Number(13) + Number(14));

            double Number(int field) => double.Parse(fields[field], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return ("", 0, 0);
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var source = NpgsqlDataSource.Create(ConnectionString("postgres"));
            await using var connection = await source.OpenConnectionAsync();
            return true;
        }
        catch (NpgsqlException) when (!_process.HasExited)
        {
            return false;
        }
    }

    private string ConnectionString(string database) => $"Host={_folder};Username=postgres;Password={Password};Database={database}";
}
