using Microsoft.Extensions.Hosting;
using ServiceDefaults.Prometheus;

namespace ServiceDefaults.Recording;

/// <summary>Starts the store before the server takes its first request, with the instruments that nobody else would create.</summary>
internal sealed class MetricStoreStarter(MetricStore store, ProcessMetrics process, RecordingTroublesMetrics troubles) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        process.Create();
        troubles.Create();
        store.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
