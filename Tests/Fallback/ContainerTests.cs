using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Tests.Support;

namespace Tests.Fallback;

public sealed class ContainerTests
{
    [Fact]
    public async Task Container_Started_FailsNamingTheBuildThatCanRunIt()
    {
        await using var app = await EmptyApp.StartAsync(builder => builder.AddResource(new ContainerResource("cache")).WithImage("valkey", "9.0"));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.App.ResourceNotifications.WaitForResourceHealthyAsync("cache", deadline.Token));

        Assert.Contains("UseAspirePackages=true", exception.Message, StringComparison.Ordinal);
    }
}
