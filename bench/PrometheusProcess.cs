using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;

namespace Bench;

/// <summary>A Prometheus in a folder of its own. It ends with this process, however that ends.</summary>
internal sealed class PrometheusProcess : IAsyncDisposable
{
    // The first line is the server's id. Standard input closes with this process.
    private const string Script = """
        "$1" --config.file="$2/prometheus.yml" --storage.tsdb.path="$2/data" --web.listen-address="127.0.0.1:$3" --web.enable-admin-api 2>/dev/null &
        server=$!
        echo $server
        read -r _
        kill -CONT $server; kill $server; wait $server
        rm -rf "$2"
        """;

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client;
    private readonly Process _process;
    private readonly string _id;

    private PrometheusProcess(Action<string> configure)
    {
        var tools = typeof(PrometheusProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ToolsDirectory").Value!;
        Folder = Directory.CreateTempSubdirectory("bench-prometheus-").FullName;
        configure(Folder);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Address = new($"http://{listener.LocalEndpoint}");
        listener.Stop();
        _client = new() { BaseAddress = Address };
        _process = Process.Start(new ProcessStartInfo("sh", ["-c", Script, "sh", Path.Combine(tools, "prometheus/prometheus"), Folder, $"{Address.Port}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        _id = _process.StandardOutput.ReadLine()!;
    }

    public Uri Address { get; }

    /// <summary>Where its configuration is, and its <c>data</c>.</summary>
    public string Folder { get; }

    /// <param name="configuration">What stands in prometheus.yml.</param>
    public static Task<PrometheusProcess> StartAsync(string configuration) => StartAsync(folder => File.WriteAllText(Path.Combine(folder, "prometheus.yml"), configuration));

    /// <param name="configure">Writes <c>prometheus.yml</c>, and what that names, into the folder.</param>
    public static async Task<PrometheusProcess> StartAsync(Action<string> configure)
    {
        var server = new PrometheusProcess(configure);
        using var deadline = new CancellationTokenSource(StartDeadline);
        while (!await server.IsReadyAsync())
            await Task.Delay(100, deadline.Token);
        return server;
    }

    /// <summary>The one value that a query gives; 0 where it gives none.</summary>
    public async Task<double> QueryAsync(string query)
    {
        using var answer = JsonDocument.Parse(await _client.GetStringAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}"));
        var result = answer.RootElement.GetProperty("data").GetProperty("result");
        return result.GetArrayLength() == 0 ? 0 : double.Parse(result[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
    }

    /// <summary>What it says of itself.</summary>
    public Task<string> ScrapeAsync() => _client.GetStringAsync("/metrics");

    /// <summary>Asks, and has the whole answer come.</summary>
    /// <param name="path">Below <c>/api/v1/</c>, with its query.</param>
    public async Task AskAsync(string path)
    {
        using var answer = await _client.GetAsync("/api/v1/" + path);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"Prometheus refuses {path}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Has it write all that it holds as it would lie on the disk later.</summary>
    /// <returns>The folder of that.</returns>
    public async Task<string> SnapshotAsync()
    {
        using var answer = await _client.PostAsync("/api/v1/admin/tsdb/snapshot", content: null);
        using var json = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        return Path.Combine(Folder, "data/snapshots", json.RootElement.GetProperty("data").GetProperty("name").GetString()!);
    }

    /// <summary>Has it do nothing, its connections open, until <see cref="ResumeAsync"/>.</summary>
    public Task PauseAsync() => SignalAsync("-STOP");

    public Task ResumeAsync() => SignalAsync("-CONT");

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var ready = await _client.GetAsync("/-/ready");
            return ready.IsSuccessStatusCode;
        }
        catch (HttpRequestException) when (!_process.HasExited)
        {
            return false; // it does not listen yet
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _id]);
        await kill.WaitForExitAsync();
    }
}
