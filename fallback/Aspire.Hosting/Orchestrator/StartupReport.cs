using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestrator;

/// <summary>Tells the person at the terminal what is there: each resource when it is healthy or has failed, and when all of them are.</summary>
internal sealed class StartupReport(
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    ILogger<DistributedApplication> logger)
{
    private readonly long _begin = Stopwatch.GetTimestamp();

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var pending = model.Resources.Where(IsAwaited).ToHashSet();
        var failed = new List<string>();

        await foreach (var change in notifications.WatchAsync(cancellationToken))
        {
            if (!pending.Contains(change.Resource))
                continue;

            if (change.Snapshot.HasEnded())
            {
                pending.Remove(change.Resource);
                if (change.Snapshot.ExitCode != 0) // a job that has done its work is no failure
                {
                    ReportFailure(change);
                    failed.Add(change.Resource.Name);
                }
            }
            else if (IsHealthy(change.Resource))
            {
                ReportHealthy(change);
                pending.Remove(change.Resource);
            }

            if (pending.Count == 0)
                break;
        }

        var seconds = Stopwatch.GetElapsedTime(_begin).TotalSeconds;
        if (failed.Count == 0)
            logger.EverythingReady(seconds);
        else
            logger.NotEverythingRuns(seconds, string.Join(", ", failed));
    }

    private static bool IsAwaited(IResource resource) =>
        resource is IResourceWithWaitSupport && !resource.Annotations.OfType<ExplicitStartupAnnotation>().Any();

    private bool IsHealthy(IResource resource) => resource.GetInstanceIds().All(instance =>
        notifications.TryGetCurrentState(instance, out var state) && state.Snapshot.HealthStatus == HealthStatus.Healthy);

    private void ReportHealthy(ResourceEvent change)
    {
        var urls = change.Resource is DashboardResource dashboard
            ? dashboard.LoginUrl
            : string.Join(" ", change.Snapshot.Urls.Where(url => !url.IsInternal).Select(url => url.Url));

        logger.ResourceReady(change.Resource.Name, urls);
    }

    private void ReportFailure(ResourceEvent change)
    {
        var lines = loggers.Tail(change.ResourceId, 10).Select(line => $"{Environment.NewLine}    {line.Content}");
        logger.ResourceFailed(change.Resource.Name, change.Snapshot.State?.Text, string.Concat(lines));
    }
}
