using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;

namespace Aspire.Hosting.Orchestrator;

/// <summary>
/// Gives every endpoint its address before anything starts, so that each resource can be told where the others are:
/// the engine's proxy listens on it, whether or not a process stands behind it.
/// </summary>
internal sealed class EndpointAllocator(DcpClient dcp, bool randomizePorts)
{
    private const string Address = "localhost";

    private static readonly TimeSpan PatienceForProxies = TimeSpan.FromSeconds(20);

    /// <exception cref="DistributedApplicationException">A port is taken; the message names who holds it.</exception>
    public async Task AllocateAsync(IEnumerable<IResourceWithEndpoints> resources, CancellationToken cancellationToken)
    {
        var waiting = new Dictionary<string, EndpointAnnotation>();

        foreach (var resource in resources)
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                if (endpoint.IsProxied)
                {
                    await CreateProxyAsync(resource, endpoint, cancellationToken);
                    waiting.Add(ServiceName(resource, endpoint), endpoint);
                }
                else
                {
                    await CreateProxylessAsync(resource, endpoint, cancellationToken);
                }
            }
        }

        await WaitForPortsAsync(waiting, cancellationToken);
    }

    /// <summary>The engine's name for an endpoint.</summary>
    public static string ServiceName(IResource resource, EndpointAnnotation endpoint) => $"{resource.Name}-{endpoint.Name}".ToLowerInvariant();

    /// <summary>What the engine has to know of a process that stands behind the resource's endpoints.</summary>
    public static IEnumerable<ServiceProducer> Producers(IResource resource) =>
        from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
        select endpoint.IsProxied
            ? new ServiceProducer(ServiceName(resource, endpoint), Address: null, endpoint.TargetPort)
            : new ServiceProducer(ServiceName(resource, endpoint), Address, endpoint.TargetPort ?? endpoint.Port);

    private async Task CreateProxyAsync(IResource resource, EndpointAnnotation endpoint, CancellationToken cancellationToken)
    {
        var port = randomizePorts ? null : endpoint.Port;
        if (port is not null)
            ThrowIfTaken(port.Value, resource);

        await dcp.CreateAsync(
            new Service(ServiceName(resource, endpoint), new ServiceSpec { AddressAllocationMode = AddressAllocationModes.Localhost, Port = port }),
            cancellationToken);
    }

    private async Task CreateProxylessAsync(IResource resource, EndpointAnnotation endpoint, CancellationToken cancellationToken)
    {
        var port = endpoint.TargetPort ?? endpoint.Port ?? throw new DistributedApplicationException(
            $"The endpoint '{endpoint.Name}' of '{resource.Name}' has no proxy and no port. Give it a port.");
        ThrowIfTaken(port, resource);

        await dcp.CreateAsync(
            new Service(ServiceName(resource, endpoint), new ServiceSpec { AddressAllocationMode = AddressAllocationModes.Proxyless, Address = Address, Port = port }),
            cancellationToken);
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, Address, port, $"{port}");
    }

    private async Task WaitForPortsAsync(Dictionary<string, EndpointAnnotation> waiting, CancellationToken cancellationToken)
    {
        if (waiting.Count == 0)
            return;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(PatienceForProxies);

        try
        {
            await foreach (var (_, service) in dcp.WatchAsync<Service>(patience.Token))
            {
                if (service.Status?.EffectivePort is not > 0 || !waiting.Remove(service.Metadata.Name, out var endpoint))
                    continue;

                var template = DcpTemplates.PortForServing(service.Metadata.Name);
                endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, Address, service.Status.EffectivePort.Value, template);

                if (waiting.Count == 0)
                    return;
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DistributedApplicationException(
                $"The engine gave no address to {string.Join(", ", waiting.Keys)} in {PatienceForProxies.TotalSeconds:0} s. Start again.",
                exception);
        }
    }

    private static void ThrowIfTaken(int port, IResource resource)
    {
        if (PortHolder.IsFree(port))
            return;

        var holder = PortHolder.Find(port) is { } process ? $"process {process.Id} ({process.Command})" : "another process";
        throw new DistributedApplicationException(
            $"Port {port}, which '{resource.Name}' is to listen on, is taken by {holder}. Stop that process, or give '{resource.Name}' another port.");
    }
}
