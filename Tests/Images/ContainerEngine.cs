using System.Diagnostics;
using Tests.Support;

namespace Tests.Images;

/// <summary>A container engine and a registry of one test class, in a folder of their own. They end with this process, however that ends.</summary>
internal sealed class ContainerEngine : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("images-").FullName;
    private readonly Process _process;

    private ContainerEngine()
    {
        // The engine mounts, and umount takes no names that are links; a path of a socket is short.
        _process = Process.Start(new ProcessStartInfo("sh", [Script("engine.sh"), _folder])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["DOCKER_HOST"] = Host },
        })!;
    }

    /// <summary>Where images are pushed to and pulled from.</summary>
    public string Registry { get; private set; } = "";

    private string Host => $"unix://{_folder}/docker.sock";

    public static async Task<ContainerEngine> StartAsync()
    {
        var engine = new ContainerEngine();
        await engine.ConnectAsync();
        return engine;
    }

    /// <summary>A script that lies beside this class.</summary>
    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Images", name);

    /// <summary>A path in the engine's folder, which goes with it.</summary>
    public string InFolder(string name) => Path.Combine(_folder, name);

    /// <summary>Runs the engine's client.</summary>
    /// <returns>What it said.</returns>
    public Task<string> DockerAsync(params string[] arguments) => RunAsync("docker", arguments);

    /// <summary>Runs a program that asks this engine when it asks any; it must succeed.</summary>
    /// <returns>What it said.</returns>
    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (exitCode, output, errors) = await Filter.RunAsync("env", [$"DOCKER_HOST={Host}", $"DOCKER_CONFIG={_folder}", $"TMPDIR={_folder}", program, .. arguments], "");
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}\n{output}{errors}");
        return output.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ConnectAsync()
    {
        var registry = await _process.StandardOutput.ReadLineAsync();
        await Eventually.PassesAsync(
            async () =>
            {
                var ports = ListeningPorts.Of([$"/proc/{registry}"]);
                Assert.True(ports.Count == 1, await LogAsync("registry.log"));
                Registry = $"localhost:{ports[0]}"; // by this name, and no other, the SDK lets a registry be without TLS
                var (exitCode, _, _) = await Filter.RunAsync("docker", ["--host", Host, "version"], "");
                Assert.True(exitCode == 0, await LogAsync("docker.log"));
            },
            StartDeadline);
    }

    private async Task<string> LogAsync(string name) => File.Exists(InFolder(name)) ? await File.ReadAllTextAsync(InFolder(name)) : $"There is no {name} yet.";
}
