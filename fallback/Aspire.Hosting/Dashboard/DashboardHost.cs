using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Dashboard;

/// <summary>Starts what the dashboard reads from and adds the dashboard itself to the model; the orchestrator, which starts later, runs it.</summary>
internal sealed class DashboardHost(
    DistributedApplicationModel model,
    DashboardOptions options,
    DashboardResource dashboard,
    GrpcEndpoint resourceService) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await resourceService.StartAsync(options.ResourceServicePort, cancellationToken);

        model.Resources.Add(dashboard);
    }

    public Task StopAsync(CancellationToken cancellationToken) => resourceService.StopAsync(cancellationToken);
}
