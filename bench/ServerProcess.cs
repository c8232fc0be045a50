using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Bench;

/// <summary>A server on one core, its standard output in a file in memory: this program once more, serving one mode, or the Api.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const string ServeArgument = "--serve";
    public const string AllocatedPath = "/allocated";

    private const int ClockTicksPerSecond = 100;

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client = new();
    private readonly Process _process;
    private readonly string _folder;

    private ServerProcess(Process process, string folder)
    {
        _process = process;
        _folder = folder;
    }

    public string Address { get; private set; } = "";

    /// <summary>In user and kernel mode, so far. /proc counts it in hundredths of a second.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            // pid (comm) state …: utime and stime are the 14th and 15th; only the name can hold spaces.
            var fields = File.ReadAllText($"/proc/{_process.Id}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return TimeSpan.FromSeconds((Ticks(fields[11]) + Ticks(fields[12])) / ClockTicksPerSecond);
        }
    }

    private string Output => Path.Combine(_folder, "stdout");

    public static async Task<ServerProcess> StartAsync(string mode, int core, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var folder = NewFolder();
        var addressFile = Path.Combine(folder, "address");
        var server = Start(folder, core, [Environment.ProcessPath!, .. Assembly(), "requests", ServeArgument, mode, addressFile], settings);
        await server.WaitAsync(() => Task.FromResult(File.Exists(addressFile)));
        server.Address = await File.ReadAllTextAsync(addressFile);
        return server;
    }

    /// <summary>Starts the Api, and waits until it is healthy.</summary>
    public static Task<ServerProcess> StartApiAsync(int core, IEnumerable<KeyValuePair<string, string>> settings) => StartServiceAsync("Api", core, settings);

    /// <summary>Starts a service of the solution, and waits until it is healthy.</summary>
    public static async Task<ServerProcess> StartServiceAsync(string program, int core, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var server = Start(NewFolder(), core, [Path.Combine(AppContext.BaseDirectory, program)], [.. settings, new("ASPNETCORE_URLS", address)]);
        server.Address = address;
        await server.WaitAsync(server.IsHealthyAsync);
        return server;
    }

    /// <summary>Bytes that the process has allocated so far.</summary>
    public async Task<double> AllocatedAsync() => double.Parse(await _client.GetStringAsync(Address + AllocatedPath), CultureInfo.InvariantCulture);

    public void ForgetOutput()
    {
        using var output = File.OpenWrite(Output);
        output.SetLength(0);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string NewFolder() => Directory.CreateDirectory(Path.Combine("/dev/shm", "requests-" + Path.GetRandomFileName())).FullName;

    private static ServerProcess Start(string folder, int core, string[] command, IEnumerable<KeyValuePair<string, string>> settings)
    {
        // A shell does not hand on a variable with a hyphen, as a model's name has; env does.
        var variables = settings.Select(setting => $"{setting.Key}={setting.Value}");
        var start = new ProcessStartInfo("sh", ["-c", "exec taskset -c \"$0\" env \"$@\" >>\"$OUTPUT\"", $"{core}", .. variables, .. command])
        {
            WorkingDirectory = AppContext.BaseDirectory, // where the Api has its appsettings.json
            Environment = { ["OUTPUT"] = Path.Combine(folder, "stdout") }, // to its end, so that it can be truncated meanwhile
        };
        return new(Process.Start(start)!, folder);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Started as "dotnet Bench.dll" the process is dotnet, and wants to be told again which program.
    private static IEnumerable<string> Assembly() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(ServerProcess).Assembly.Location] : [];

    private async Task<bool> IsHealthyAsync()
    {
        try
        {
            using var health = await _client.GetAsync(Address + "/health");
            return health.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // it does not listen yet
        }
    }

    private async Task WaitAsync(Func<Task<bool>> isReady)
    {
        using var deadline = new CancellationTokenSource(StartDeadline);
        while (!await isReady())
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"A server has ended with {_process.ExitCode}. Are taskset (util-linux) and wrk installed? {await File.ReadAllTextAsync(Output)}");
            await Task.Delay(20, deadline.Token);
        }
    }

    private static double Ticks(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}
