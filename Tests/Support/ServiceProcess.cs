using System.Collections.Concurrent;
using System.Diagnostics;

namespace Tests.Support;

/// <summary>A service of this solution in a process of its own, as an orchestrator would start it and stop it.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new(); // not that of the tests, where the Api's appsettings.json lies
    private readonly ConcurrentQueue<string> _output = [];
    private readonly Process _process;

    private ServiceProcess(string assembly, int port, (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, assembly + ".dll"), "--urls", $"http://127.0.0.1:{port}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
        };
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;

        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>What it wrote, line by line.</summary>
    public IReadOnlyList<string> Output => [.. _output];

    /// <summary>Starts it on a free port, and waits until it is healthy.</summary>
    public static Task<ServiceProcess> StartAsync(string assembly, params (string Key, string Value)[] settings) => StartAsync(assembly, port: 0, settings);

    /// <summary>Starts it on a port, and waits until it is healthy.</summary>
    public static async Task<ServiceProcess> StartAsync(string assembly, int port, params (string Key, string Value)[] settings)
    {
        var service = new ServiceProcess(assembly, port, settings);
        using var client = new HttpClient();
        await Eventually.PassesAsync(
            async () =>
            {
                Assert.False(service._process.HasExited, $"It has ended:\n{string.Join('\n', service.Output)}");
                service.Address = new Uri($"http://127.0.0.1:{Assert.Single(ListeningPorts.Of([$"/proc/{service._process.Id}"]))}");
                using var health = await client.GetAsync(new Uri(service.Address, "/health"));
                Assert.True(health.IsSuccessStatusCode, await health.Content.ReadAsStringAsync());
            },
            Deadline);
        return service;
    }

    /// <summary>What an orchestrator sends a process that is to end: SIGTERM.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGKILL: it finishes nothing. Waits until it is gone.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return WaitForExitAsync();
    }

    /// <summary>Waits for its end, and for the last of its output.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        using var time = new CancellationTokenSource(Deadline);
        await _process.WaitForExitAsync(time.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
            _output.Enqueue(text);
    }
}
