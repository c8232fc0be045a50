using Tests.Support;

namespace Tests.Fallback;

/// <summary>The official AppHost starts projects with <c>dotnet run</c>, which leaves folders of its own; ours leaves none.</summary>
public sealed class LeftoverTests
{
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

            await appHost.WaitForExitAsync(AppHostProcess.EndDeadline);
            await appHost.HasLeftNoProcessAsync();
            Assert.Empty(ports.Intersect(ListeningPorts.All()));
            Assert.Empty(Directory.EnumerateFileSystemEntries(appHost.Temp));
        }
    }
}
