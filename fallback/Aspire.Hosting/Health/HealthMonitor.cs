using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Orchestrator;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Health;

/// <summary>
/// Runs the health checks of a resource while it runs, and says when it is ready. The engine could probe too, but after a
/// restart it goes on asking the old port.
/// </summary>
internal sealed class HealthMonitor(
    HealthCheckService checks,
    ResourceNotificationService notifications,
    IDistributedApplicationEventing eventing,
    TimeProvider time)
{
    private static readonly TimeSpan UntilHealthy = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(2);

    public async Task MonitorAsync(IResource resource, CancellationToken cancellationToken)
    {
        var keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key).ToHashSet();

        while (true)
        {
            await notifications.WaitForResourceAsync(resource.Name, change => change.Snapshot.IsRunning(), cancellationToken);

            if (keys.Count > 0)
                await CheckAsync(resource, keys, cancellationToken);
            var allReady = await AnnounceReadyAsync(resource, cancellationToken);

            await Task.Delay(allReady ? WhileHealthy : UntilHealthy, time, cancellationToken);
        }
    }

    private async Task CheckAsync(IResource resource, HashSet<string> keys, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(registration => keys.Contains(registration.Name), cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;

        ImmutableArray<HealthReportSnapshot> reports =
        [
            .. report.Entries.Select(entry =>
                new HealthReportSnapshot(entry.Key, entry.Value.Status, entry.Value.Description, entry.Value.Exception?.ToString()) { LastRunAt = now }),
        ];

        await notifications.PublishUpdateAsync(resource, snapshot => snapshot.IsRunning() ? snapshot with { HealthReports = reports } : snapshot);
    }

    /// <returns>Whether all processes of the resource are ready.</returns>
    private async Task<bool> AnnounceReadyAsync(IResource resource, CancellationToken cancellationToken)
    {
        var states = resource.GetInstanceIds()
            .Select(instance => notifications.TryGetCurrentState(instance, out var state) ? state.Snapshot : null)
            .ToArray();

        if (states.Any(IsNewlyHealthy))
        {
            // Once for the resource, not once for each process behind it.
            var ready = Array.Find(states, state => state?.Ready is not null)?.Ready
                ?? eventing.PublishAsync(new ResourceReadyEvent(resource), cancellationToken);

            await notifications.PublishUpdateAsync(resource, snapshot => IsNewlyHealthy(snapshot) ? snapshot with { Ready = ready } : snapshot);
        }

        return states.All(state => state is { HealthStatus: HealthStatus.Healthy });
    }

    private static bool IsNewlyHealthy(CustomResourceSnapshot? state) => state is { HealthStatus: HealthStatus.Healthy, Ready: null };
}
