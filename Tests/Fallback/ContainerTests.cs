using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Tests.Support;

namespace Tests.Fallback;

public sealed class ContainerTests
{
    [Fact]
    public async Task Container_Started_FailsNamingTheBuildThatCanRunIt()
    {
        using var folder = new TemporaryFolder();
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync(typeof(Projects.AppHost), ["--RunDirectory", folder.Path]);
        builder.Resources.Clear();
        builder.AddResource(new ContainerResource("cache")).WithImage("valkey", "9.0");
        await using var app = await builder.BuildAsync();
        await app.StartAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.ResourceNotifications.WaitForResourceHealthyAsync("cache", deadline.Token));

        Assert.Contains("UseAspirePackages=true", exception.Message, StringComparison.Ordinal);
    }
}
