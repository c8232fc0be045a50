using System.Collections.Concurrent;
using System.Diagnostics;
using Hosting;

namespace Tests.Support;

/// <summary>
/// A real Prometheus that keeps exemplars. It has a folder and a port of its own, and ends with this process, however that ends.
/// </summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    // The first line that it writes is the server's id. The input closes when this process ends, however that ends.
    private const string Script = """
        "$0" --config.file="$1/prometheus.yml" --storage.tsdb.path="$1/data" --web.listen-address="127.0.0.1:$2" --enable-feature=exemplar-storage &
        server=$!
        echo $server
        read -r _
        kill $server; wait $server
        rm -rf "$1"
        """;

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string?> _log = [];
    private string _id = "";

    private PrometheusServer(string directory, int port)
    {
        _process = Process.Start(new ProcessStartInfo("sh", ["-c", Script, BackingServices.InTools("prometheus/prometheus"), directory, $"{port}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>What to ask it with.</summary>
    public PrometheusClient Client { get; private set; } = null!;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts one that scrapes a service several times a second.</summary>
    /// <param name="service">The service.</param>
    /// <param name="port">Where it listens; 0 for any free port.</param>
    public static Task<PrometheusServer> StartAsync(Uri service, int port = 0) => StartAsync(directory => File.WriteAllText(Path.Combine(directory, "prometheus.yml"), $$"""
        global: { scrape_interval: 200ms, scrape_timeout: 200ms }
        scrape_configs:
          - job_name: small
            static_configs: [{ targets: ['{{service.Authority}}'] }]
        """), port);

    /// <param name="configure">Writes <c>prometheus.yml</c>, and what that names, into the folder.</param>
    /// <param name="port">Where it listens; 0 for any free port.</param>
    public static async Task<PrometheusServer> StartAsync(Action<string> configure, int port = 0)
    {
        var directory = Directory.CreateTempSubdirectory("prometheus-").FullName;
        configure(directory);
        var server = new PrometheusServer(directory, port);
        await server.ConnectAsync();
        return server;
    }

    /// <summary>Has it do nothing, its connections open, until <see cref="ResumeAsync"/>.</summary>
    public Task PauseAsync() => SignalAsync("-STOP");

    public Task ResumeAsync() => SignalAsync("-CONT");

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _id]);
        await kill.WaitForExitAsync();
    }

    private async Task ConnectAsync()
    {
        _id = (await _process.StandardOutput.ReadLineAsync())!;
        var folder = $"/proc/{_id}";
        var port = 0;
        await Eventually.PassesAsync(
            () =>
            {
                Assert.True(Directory.Exists(folder), $"Prometheus has ended:\n{string.Join('\n', _log)}");
                port = Assert.Single(ListeningPorts.Of([folder]));
                return Task.CompletedTask;
            },
            StartDeadline);

        Address = new Uri($"http://127.0.0.1:{port}");
        var http = new HttpClient { BaseAddress = Address };
        Client = new PrometheusClient(http);
        await Eventually.PassesAsync(async () => (await http.GetAsync("/-/ready")).EnsureSuccessStatusCode().Dispose(), StartDeadline);
    }
}
