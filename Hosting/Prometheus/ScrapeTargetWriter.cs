using System.Text.Json;
using Microsoft.Extensions.Hosting;

namespace Hosting;

/// <summary>Keeps the files of scrape targets (file_sd) true to the replicas that run.</summary>
/// <remarks>A replica that died stays a target, so that <c>up</c> tells of it, until it is started again at a new address.</remarks>
internal sealed class ScrapeTargetWriter(ResourceNotificationService notifications) : BackgroundService
{
    // By the name of the service; its replicas in the order in which they appeared.
    private readonly Dictionary<string, OrderedDictionary<string, ScrapeTarget>> _services = [];

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

    private void Write(string service, ScrapeAnnotation scrape)
    {
        // An instance is called by its number, not by its port, which is another at every start: the series of the last run go on.
        var groups = _services[service].Values.Select((target, index) => new
        {
            targets = new[] { $"{scrape.Host}:{target.Port}" },
            labels = new Dictionary<string, string>
            {
                ["service"] = service,
                ["instance"] = $"{service}-{index + 1}",
                ["__metrics_path__"] = target.Path,
            },
        });

        // Prometheus may read at any moment: the file is written under a name that it does not look for, and then renamed.
        var file = Path.Combine(scrape.Targets, $"{service}.json");
        File.WriteAllText($"{file}.new", JsonSerializer.Serialize(groups));
        File.Move($"{file}.new", file, overwrite: true);
    }
}
