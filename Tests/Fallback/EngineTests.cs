using Tests.Support;

namespace Tests.Fallback;

public sealed class EngineTests
{
    [Fact]
    public async Task Engine_Killed_EndsTheAppHostWhichSaysWhy()
    {
        using var appHost = AppHostProcess.StartOnFreePorts("--traffic", "off");
        await appHost.WaitUntilReadyAsync();

        appHost.KillChild("start-apiserver");

        await appHost.WaitForExitAsync(AppHostProcess.EndDeadline);
        Assert.Equal(1, appHost.ExitCode);
        Assert.Contains("The engine (dcp) has died", appHost.Output, StringComparison.Ordinal);
        await appHost.HasLeftNoProcessAsync();
    }
}
