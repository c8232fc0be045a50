using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Tests.Support;

namespace Tests.Fallback;

/// <summary>The official wait only hangs: https://github.com/microsoft/aspire/issues/13714, https://github.com/microsoft/aspire/issues/19570.</summary>
public sealed class WaitReportTests
{
    [Fact]
    public async Task WaitingForHealth_InVain_SaysWhatHangsOnWhat()
    {
        using var folder = new TemporaryFolder();
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync(typeof(Projects.AppHost), ["--RunDirectory", folder.Path]);
        builder.Resources.Clear();
        builder.AddExecutable("never-healthy", "sh", ".", "-c", "echo I am up, and that is all; exec sleep 60").WithHttpEndpoint().WithHttpHealthCheck("/ready");
        builder.AddExecutable("patient", "true", ".").WaitFor(builder.CreateResourceBuilder(builder.Resources.Single(resource => resource.Name == "never-healthy")));
        await using var app = await builder.BuildAsync();
        await app.StartAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(4));

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => app.ResourceNotifications.WaitForResourceHealthyAsync("patient", deadline.Token));

        Assert.Contains("never-healthy", exception.Message, StringComparison.Ordinal);
        Assert.Contains("I am up, and that is all", exception.Message, StringComparison.Ordinal);
    }
}
