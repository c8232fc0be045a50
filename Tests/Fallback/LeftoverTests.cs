using Tests.Support;

namespace Tests.Fallback;

/// <summary>The official AppHost starts projects with <c>dotnet run</c>, which leaves folders of its own; ours leaves none.</summary>
public sealed class LeftoverTests
{
    private const int Times = 2; // what a start leaves, each leaves

    [Fact]
    public async Task AppHost_StartedAndStoppedAgainAndAgain_LeavesNoProcessPortOrFolder()
    {
        using var appHost = AppHostProcess.StartOnFreePorts("--traffic", "off");

        for (var i = 0; i < Times; i++)
        {
            if (i > 0)
                appHost.StartAgain();
            await appHost.WaitUntilReadyAsync();
            var ports = appHost.FindListeningPorts();
            Assert.NotEmpty(ports);

            appHost.Interrupt();

            await appHost.WaitForExitAsync(AppHostProcess.EndDeadline);
            await appHost.HasLeftNoProcessAsync();
            Assert.Empty(ports.Intersect(ListeningPorts.All()));
            Assert.Empty(Directory.EnumerateFileSystemEntries(appHost.Temp));
        }
    }
}
