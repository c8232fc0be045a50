using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Hosting;

namespace Tests.AppModel;

/// <summary>A service whose binary is not on this machine is left out, and using it does nothing.</summary>
public sealed class LeftOutServiceTests
{
    private readonly IDistributedApplicationBuilder _builder = DistributedApplication.CreateBuilder([]);

    [Fact]
    public void Process_NotOnPath_IsNotInTheApplication()
    {
        var service = _builder.AddProcessOnPath(new Service("no-such-command"), "nothing happens");

        Assert.True(service.IsLeftOut());
        Assert.DoesNotContain(service.Resource, _builder.Resources);
    }

    [Fact]
    public void Process_OnPath_IsInTheApplication()
    {
        var service = _builder.AddProcessOnPath(new Service("sh"), "nothing happens");

        Assert.False(service.IsLeftOut());
        Assert.Contains(service.Resource, _builder.Resources);
    }

    [Theory]
    [InlineData("no-such-command", false)]
    [InlineData("sh", true)]
    public void Reference_ToAService_IsMadeWhereItIsThere(string command, bool isMade)
    {
        var service = _builder.AddProcessOnPath(new Service(command), "nothing happens");
        var user = _builder.AddExecutable("user", "sh", ".");
        var before = user.Resource.Annotations.Count;

        user.WithReference(service);

        Assert.Equal(isMade, user.Resource.Annotations.Count > before);
    }

    private sealed class Service(string command) : ExecutableResource("service", command, "."), IBackingService;
}
