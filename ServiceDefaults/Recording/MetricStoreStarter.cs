using Microsoft.Extensions.Hosting;
using ServiceDefaults.Prometheus;

namespace ServiceDefaults.Recording;

/// <summary>
/// Starts the store before the server takes its first request, with the instruments that nobody else would create. All hosted services are made before the
/// first is started, in the order in which they were added: it starts when it is made, or it would miss what the others record when they are.
/// </summary>
internal sealed class MetricStoreStarter : IHostedService
{
    public MetricStoreStarter(MetricStore store, ProcessMetrics process, RecordingTroublesMetrics troubles)
    {
        process.Create();
        troubles.Create();
        store.Start();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
