using System.Diagnostics;
using System.Globalization;

namespace Bench;

/// <summary>This program once more, serving one mode on one core, its standard output in a file in memory.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const string ServeArgument = "--serve";
    public const string AllocatedPath = "/allocated";

    private const int ClockTicksPerSecond = 100;

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(20);

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
        var folder = Directory.CreateDirectory(Path.Combine("/dev/shm", "requests-" + Path.GetRandomFileName())).FullName;
        var addressFile = Path.Combine(folder, "address");
        var start = new ProcessStartInfo("sh", ["-c", "exec taskset -c \"$0\" \"$@\" >>\"$OUTPUT\"", $"{core}", Environment.ProcessPath!, .. Assembly(), "requests", ServeArgument, mode, addressFile]);
        start.Environment["OUTPUT"] = Path.Combine(folder, "stdout"); // to its end, so that it can be truncated meanwhile
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        var server = new ServerProcess(Process.Start(start)!, folder);
        using var deadline = new CancellationTokenSource(StartDeadline);
        while (!File.Exists(addressFile))
        {
            if (server._process.HasExited)
                throw new InvalidOperationException($"The server for {mode} has ended with {server._process.ExitCode}. Are taskset (util-linux) and wrk installed?");
            await Task.Delay(20, deadline.Token);
        }

        server.Address = await File.ReadAllTextAsync(addressFile, deadline.Token);
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

    // Started as "dotnet Bench.dll" the process is dotnet, and wants to be told again which program.
    private static IEnumerable<string> Assembly() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(ServerProcess).Assembly.Location] : [];

    private static double Ticks(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}
