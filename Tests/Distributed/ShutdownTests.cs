using Tests.Support;

namespace Tests.Distributed;

/// <summary>However the AppHost ends, nothing that it started stays.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task AppHost_Killed_LeavesNoProcess()
    {
        using var appHost = AppHostProcess.StartOnFreePorts("--traffic", "off");
        await appHost.WaitUntilReadyAsync();
        Assert.Contains(appHost.FindProcesses(), process => process.Contains("postgres", StringComparison.Ordinal));

        appHost.Kill();

        await appHost.HasLeftNoProcessAsync();
    }

    [Fact]
    public async Task AppHost_Interrupted_EndsCleanlyAndLeavesNoProcess()
    {
        using var appHost = AppHostProcess.StartOnFreePorts();
        await appHost.WaitUntilReadyAsync();

        appHost.Interrupt();

        await appHost.WaitForExitAsync(AppHostProcess.EndDeadline);
        Assert.True(appHost.ExitCode == 0, appHost.Output);
        await appHost.HasLeftNoProcessAsync();
    }
}
