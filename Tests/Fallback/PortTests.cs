using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Tests.Support;

namespace Tests.Fallback;

public sealed class PortTests
{
    [Fact]
    public async Task Port_HeldByAnotherProcess_FailsTheStartNamingBoth()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var held = ((IPEndPoint)other.LocalEndpoint).Port;
        using var folder = new TemporaryFolder();
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync(typeof(Projects.AppHost), ["--RunDirectory", folder.Path]);
        builder.Configuration["DcpPublisher:RandomizePorts"] = "false";
        foreach (var endpoint in builder.Resources.SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>()).Where(endpoint => endpoint.IsProxied))
            endpoint.Port = endpoint.Port == 8000 ? held : null;
        await using var app = await builder.BuildAsync();

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.StartAsync());

        Assert.Contains($"Port {held}", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", exception.Message, StringComparison.Ordinal);
    }
}
