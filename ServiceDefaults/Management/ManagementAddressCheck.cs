using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace ServiceDefaults.Management;

/// <summary>Fails the start when the server does not listen on the management port after all: nobody could ask for health and metrics.</summary>
internal sealed class ManagementAddressCheck(int port, IServer server) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return addresses.Count == 0 || addresses.Any(address => BindingAddress.Parse(address).Port == port)
            ? Task.CompletedTask
            : throw new InvalidOperationException(
                $"{ManagementPort.Key} is {port}, but the server listens on {string.Join(", ", addresses)} only: Kestrel:Endpoints in the configuration, "
                + $"or ConfigureKestrel in code, decides alone where. Add the port there, such as Kestrel:Endpoints:Management:Url = http://*:{port}.");
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
