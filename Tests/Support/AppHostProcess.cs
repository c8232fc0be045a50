using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Tests.Support;

/// <summary>
/// The AppHost as a user starts it: a process of its own. Everything that it starts is recognised by a mark in its environment,
/// and writes into folders of its own.
/// </summary>
internal sealed partial class AppHostProcess : IDisposable
{
    /// <summary>How long after its end, or after the order to end, something of it may still be there.</summary>
    public static readonly TimeSpan EndDeadline = TimeSpan.FromSeconds(10);

    private const string MarkVariable = "APPHOST_PROCESS_OF_TEST";

    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly ConcurrentQueue<string> _output = [];
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _args;
    private Process _process;

    private AppHostProcess(string[] args)
    {
        _args = args;
        Home = Directory.CreateDirectory(Path.Combine(_folder.Path, "home")).FullName;
        Temp = Directory.CreateDirectory(Path.Combine(_folder.Path, "tmp")).FullName;
        _process = Start();
    }

    /// <summary>The home folder that the AppHost sees.</summary>
    public string Home { get; }

    /// <summary>The folder for temporary files that the AppHost sees.</summary>
    public string Temp { get; }

    public int ExitCode => _process.ExitCode;

    /// <summary>All that it has written so far.</summary>
    public string Output => string.Join('\n', _output);

    private string TargetsFile => Path.Combine(RunDirectory, "prometheus", "targets", "api.json");

    private string RunDirectory => Path.Combine(_folder.Path, "run");

    private static string Dll
    {
        get
        {
            // Built with the same configuration as this test: bin/<configuration>/<framework>.
            var framework = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(Projects.AppHost.ProjectPath, "bin", framework.Parent!.Name, framework.Name, "AppHost.dll");
        }
    }

    /// <summary>Starts the AppHost on free ports.</summary>
    public static AppHostProcess StartOnFreePorts(params string[] args) => new(["--DcpPublisher:RandomizePorts=true", .. args]);

    /// <summary>Starts the AppHost on the ports that its code says.</summary>
    public static AppHostProcess StartOnItsPorts(params string[] args) => new(args);

    /// <summary>Starts it once more, with the same arguments and folders, after it has ended.</summary>
    public void StartAgain()
    {
        _process.Dispose();
        File.Delete(TargetsFile);
        _process = Start();
    }

    /// <summary>Waits until the API answers at the address where Prometheus is told to find it.</summary>
    public async Task WaitUntilReadyAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };

        await Eventually.PassesAsync(
            async () =>
            {
                Assert.False(_process.HasExited, $"The AppHost has ended:\n{Output}");
                Assert.True(File.Exists(TargetsFile), $"The API does not run yet:\n{Output}");

                var targets = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(TargetsFile));
                using var health = await http.GetAsync($"http://{targets[0].GetProperty("targets")[0].GetString()}/health");
                Assert.True(health.IsSuccessStatusCode, $"The API is not healthy:\n{Output}");
            },
            TestApp.StartDeadline);
    }

    public async Task WaitForExitAsync(TimeSpan deadline)
    {
        using var time = new CancellationTokenSource(deadline);
        await _process.WaitForExitAsync(time.Token);
    }

    /// <summary>What Ctrl-C in a terminal sends.</summary>
    public void Interrupt() => Assert.Equal(0, Kill(_process.Id, 2));

    /// <summary>SIGKILL: the AppHost gets no chance to clean up.</summary>
    public void Kill() => Assert.Equal(0, Kill(_process.Id, 9));

    /// <summary>SIGKILL for the one process below the AppHost whose command line has that text.</summary>
    public void KillChild(string text)
    {
        var child = Assert.Single(FindProcesses(), process => process.Contains(text, StringComparison.Ordinal));
        Assert.Equal(0, Kill(int.Parse(child.Split(' ')[0], null), 9));
    }

    /// <summary>The processes that the AppHost or anything below it started, itself included, as "id command".</summary>
    public IReadOnlyList<string> FindProcesses() => [.. Directory.EnumerateDirectories("/proc").Where(IsMarked).Select(Describe)];

    public Task HasLeftNoProcessAsync() => Eventually.PassesAsync(
        () =>
        {
            Assert.Empty(FindProcesses());
            return Task.CompletedTask;
        },
        EndDeadline);

    /// <summary>The TCP ports that those processes listen on.</summary>
    public IReadOnlyList<int> FindListeningPorts() => ListeningPorts.Of(Directory.EnumerateDirectories("/proc").Where(IsMarked));

    public void Dispose()
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(IsMarked))
            _ = Kill(int.Parse(Path.GetFileName(process), null), 9);

        _process.Dispose();
        _folder.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);

    private static string Describe(string process) =>
        $"{Path.GetFileName(process)} {TryRead(Path.Combine(process, "cmdline")).Replace('\0', ' ')}";

    /// <summary>A process may end while it is looked at.</summary>
    private static string TryRead(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private Process Start()
    {
        // A shell's background jobs ignore SIGINT, and what they start inherits that; env gives the default back.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Dll, "--RunDirectory", RunDirectory, "--traffic", "off", .. _args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Projects.AppHost.ProjectPath,
            Environment =
            {
                [MarkVariable] = _mark,
                ["HOME"] = Home,
                ["TMPDIR"] = Temp,
                ["DOTNET_ENVIRONMENT"] = "Development",
                ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
                ["ASPNETCORE_URLS"] = "http://localhost:18888",
            },
        };

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private bool IsMarked(string process) =>
        char.IsAsciiDigit(Path.GetFileName(process)[0])
        && TryRead(Path.Combine(process, "environ")).Contains($"{MarkVariable}={_mark}", StringComparison.Ordinal);

    private void Read(string? line)
    {
        if (line is not null)
            _output.Enqueue(line);
    }
}
