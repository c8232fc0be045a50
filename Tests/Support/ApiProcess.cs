using System.Collections.Concurrent;
using System.Diagnostics;

namespace Tests.Support;

/// <summary>The Api as an orchestrator runs it: a process of its own, which can be killed and told to stop. It ends with this process, however that ends.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    // The only line on standard output is the server's id; what it says itself goes to standard error. The input closes when this process ends, however that ends.
    private const string Script = """
        exec 3<&0
        dotnet exec "$0" >&2 &
        server=$!
        echo $server
        { read -r _ <&3; kill -KILL $server; } >/dev/null 2>&1 &
        watch=$!
        wait $server
        status=$?
        kill $watch
        exit $status
        """;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string?> _log = [];
    private string _id = "";

    private ApiProcess(string database, int port, (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("sh", ["-c", Script, Path.Combine(AppContext.BaseDirectory, "Api.dll")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
                ["DOTNET_ENVIRONMENT"] = "Production",
                ["ConnectionStrings__db"] = database,
                ["OTEL_SERVICE_NAME"] = "api",
                ["Logging__LogLevel__Default"] = "Warning",
            },
        };
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts it, and waits until it is healthy.</summary>
    /// <param name="database">Its connection string.</param>
    /// <param name="port">Where it listens; 0 for any free port.</param>
    /// <param name="settings">Its configuration.</param>
    public static async Task<ApiProcess> StartAsync(string database, int port = 0, params (string Key, string Value)[] settings)
    {
        var api = new ApiProcess(database, port, settings);
        await api.BecomesHealthyAsync();
        return api;
    }

    /// <summary>What Prometheus would read.</summary>
    public async Task<string> ScrapeAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        return await client.GetStringAsync("/metrics");
    }

    /// <summary>SIGKILL: it finishes nothing. Waits until it is gone.</summary>
    public Task KillAsync() => EndAsync("-KILL");

    /// <summary>SIGTERM, as an orchestrator stops it. Waits until it has stopped.</summary>
    /// <returns>What it has logged, when it did not stop by itself.</returns>
    public async Task<string> StopAsync()
    {
        await EndAsync("-TERM");
        return _process.ExitCode == 0 ? "" : $"It ended with {_process.ExitCode}: {string.Join('\n', _log)}";
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task EndAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _id]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(Deadline);
    }

    private async Task BecomesHealthyAsync()
    {
        _id = (await _process.StandardOutput.ReadLineAsync())!;
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.PassesAsync(
            async () =>
            {
                Assert.False(_process.HasExited, $"The Api has ended: {string.Join('\n', _log)}");
                Address = new($"http://127.0.0.1:{Assert.Single(ListeningPorts.Of([$"/proc/{_id}"]))}");
                using var health = await client.GetAsync(new Uri(Address, "/health"));
                Assert.True(health.IsSuccessStatusCode, $"The Api is not healthy: {string.Join('\n', _log)}");
            },
            Deadline);
    }
}
