using System.Text.Json;
using Microsoft.Extensions.Hosting;

namespace Hosting;

/// <summary>Keeps the files of scrape targets (file_sd) true to the replicas that run.</summary>
/// <remarks>A replica that died stays a target, so that <c>up</c> tells of it, until it is started again at a new address.</remarks>
internal sealed class ScrapeTargetWriter(ResourceNotificationService notifications) : BackgroundService
{
    private readonly Dictionary<string, SortedDictionary<string, ScrapeTarget>> _services = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            if (change.Resource.TryGetAnnotationsOfType<ScrapeAnnotation>(out var scrapes)
                && ScrapeTarget.From(change.Snapshot.EnvironmentVariables) is { } target
                && IsNew(change.Resource.Name, change.ResourceId, target))
            {
                foreach (var scrape in scrapes)
                    Write(change.Resource.Name, scrape);
            }
        }
    }

    private bool IsNew(string service, string replica, ScrapeTarget target)
    {
        if (!_services.TryGetValue(service, out var replicas))
            _services[service] = replicas = [];

        if (replicas.GetValueOrDefault(replica) == target)
            return false;

        replicas[replica] = target;
        return true;
    }

    // Prometheus may read at any moment: the file is written under a name that it does not look for, and then renamed.
    private void Write(string service, ScrapeAnnotation scrape)
    {
        var groups = _services[service].Values.Select(target => new
        {
            targets = new[] { $"{scrape.Host}:{target.Port}" },
            labels = new Dictionary<string, string> { ["service"] = service, ["__metrics_path__"] = target.Path },
        });

        var file = Path.Combine(scrape.Targets, $"{service}.json");
        File.WriteAllText($"{file}.new", JsonSerializer.Serialize(groups));
        File.Move($"{file}.new", file, overwrite: true);
    }
}
