using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// Says in the message of a failed wait what it hangs on: state, health checks and last log lines of the resource, then the
/// same for what it waits for in turn.
/// </summary>
internal sealed class WaitReport(ResourceNotificationService notifications, ResourceLoggerService loggers)
{
    private const int LogLines = 20;

    private readonly StringBuilder _text = new();
    private readonly HashSet<IResource> _seen = [];

    public string Write(string summary, IEnumerable<WaitCondition> conditions)
    {
        _text.Append(summary);
        foreach (var condition in conditions)
            Add(condition, depth: 1);

        return _text.ToString();
    }

    private void Add(WaitCondition condition, int depth)
    {
        var resource = condition.Resource;
        var inDetail = !notifications.IsMet(condition) && _seen.Add(resource);
        foreach (var id in resource.GetInstanceIds())
            AddInstance(id, inDetail, depth);

        if (!inDetail)
            return;

        foreach (var wait in notifications.GetWaits(resource))
        {
            AddLine(depth, $"{resource.Name} waits for {wait.Resource.Name} to {wait.Goal}:");
            Add(wait, depth + 1);
        }
    }

    private void AddInstance(string id, bool inDetail, int depth)
    {
        if (!notifications.TryGetCurrentState(id, out var current))
        {
            AddLine(depth, $"{id}: nothing is known about it yet");
            return;
        }

        var snapshot = current.Snapshot;
        AddLine(depth, $"{id}: {Describe(snapshot)}");
        if (!inDetail)
            return;

        if (snapshot is { HealthStatus: HealthStatus.Healthy, Ready: null or { IsCompleted: false } })
            AddLine(depth + 1, "subscribers of its ready event are not done");
        foreach (var report in snapshot.HealthReports)
            AddLine(depth + 1, $"health check {report.Name}: {Describe(report)}");

        var lines = loggers.Tail(id, LogLines);
        AddLine(depth + 1, lines.Count == 0 ? "it has logged nothing" : "its last log lines:");
        foreach (var line in lines)
            AddLine(depth + 2, line.Content);
    }

    private void AddLine(int depth, string text) => _text.AppendLine().Append(' ', depth * 2).Append(text);

    private static string Describe(CustomResourceSnapshot snapshot)
    {
        var parts = new List<string> { snapshot.State?.Text ?? "no state yet" };
        if (snapshot.HealthStatus is { } health)
            parts.Add(health.ToString());
        if (snapshot.ExitCode is { } exitCode)
            parts.Add($"exit code {exitCode}");

        return string.Join(", ", parts);
    }

    private static string Describe(HealthReportSnapshot report)
    {
        var cause = report.ExceptionText?.Split('\n', 2)[0].TrimEnd();
        var parts = new[] { report.Status?.ToString() ?? "has not run yet", report.Description, cause };
        return string.Join(": ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }
}
