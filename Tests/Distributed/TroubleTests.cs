using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Tests.Support;

namespace Tests.Distributed;

/// <summary>What goes wrong says so at once, and says what to do.</summary>
public sealed class TroubleTests
{
    [Fact]
    public async Task Runtime_Unknown_EndsTheAppHostNamingTheKnownOnes()
    {
        using var appHost = AppHostProcess.StartOnFreePorts("--runtime", "virtual-machines");

        await appHost.WaitForExitAsync(TimeSpan.FromSeconds(30));
        Assert.NotEqual(0, appHost.ExitCode);
        Assert.Contains("containers", appHost.Output, StringComparison.Ordinal);
        Assert.Contains("processes", appHost.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_OfAnotherPostgresVersion_FailsTheDatabaseNamingFolderAndRemedy()
    {
        using var folder = new TemporaryFolder();
        var data = Directory.CreateDirectory(Path.Combine(folder.Path, "postgres", "db", "data"));
        await File.WriteAllTextAsync(Path.Combine(data.FullName, "PG_VERSION"), "12\n");
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync(typeof(Projects.AppHost), ["--RunDirectory", folder.Path]);
        await using var app = await builder.BuildAsync();
        await app.StartAsync();
        using var deadline = new CancellationTokenSource(TestApp.StartDeadline);

        await Assert.ThrowsAnyAsync<DistributedApplicationException>(() => app.ResourceNotifications.WaitForResourceHealthyAsync("db", deadline.Token));

        await app.LogsAsync("db", $"{data.FullName} was made by PostgreSQL 12");
    }
}
