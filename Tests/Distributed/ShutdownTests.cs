using Tests.Support;

namespace Tests.Distributed;

/// <summary>However the AppHost ends, nothing that it started stays.</summary>
public sealed class ShutdownTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task AppHost_Killed_LeavesNoProcess()
    {
        using var appHost = AppHostProcess.StartOnFreePorts();
        await appHost.WaitUntilReadyAsync();
        Assert.Contains(appHost.FindProcesses(), process => process.Contains("postgres", StringComparison.Ordinal));

        appHost.Kill();

        await NothingRunsAsync(appHost);
    }

    [Fact]
    public async Task AppHost_Interrupted_EndsCleanlyAndLeavesNoProcess()
    {
        using var appHost = AppHostProcess.StartOnFreePorts();
        await appHost.WaitUntilReadyAsync();

        appHost.Interrupt();

        await appHost.WaitForExitAsync(Deadline);
        Assert.True(appHost.ExitCode == 0, appHost.Output);
        await NothingRunsAsync(appHost);
    }

    [Fact]
    public async Task AppHost_StartedAndStoppedTenTimes_LeavesNoProcessPortOrFolder()
    {
        using var appHost = AppHostProcess.StartOnFreePorts();

        for (var i = 0; i < 10; i++)
        {
            if (i > 0)
                appHost.StartAgain();
            await appHost.WaitUntilReadyAsync();
            var ports = appHost.FindListeningPorts();
            Assert.NotEmpty(ports);

            appHost.Interrupt();

            await appHost.WaitForExitAsync(Deadline);
            await NothingRunsAsync(appHost);
            Assert.Empty(ports.Intersect(ListeningPorts.All()));
            Assert.Empty(Directory.EnumerateFileSystemEntries(appHost.Temp));
        }
    }

    private static Task NothingRunsAsync(AppHostProcess appHost) => Eventually.PassesAsync(
        () =>
        {
            Assert.Empty(appHost.FindProcesses());
            return Task.CompletedTask;
        },
        Deadline);
}
