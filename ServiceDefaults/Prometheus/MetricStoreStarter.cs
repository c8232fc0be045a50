using Microsoft.Extensions.Hosting;

namespace ServiceDefaults.Prometheus;

/// <summary>Starts the store before the server takes its first request, with the instruments that nobody else would create.</summary>
internal sealed class MetricStoreStarter(MetricStore store, ProcessMetrics process) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        process.Create();
        store.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
