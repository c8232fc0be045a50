using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;

namespace Aspire.Hosting.Orchestrator;

/// <summary>Turns what the engine reports of processes into notifications.</summary>
internal sealed class ExecutableWatcher(DcpClient dcp, ResourceNotificationService notifications, ExecutableLogs logs)
{
    public async Task WatchAsync(IEnumerable<IResource> resources, CancellationToken cancellationToken)
    {
        var byInstance = resources
            .SelectMany(resource => resource.GetInstanceIds().Select(instance => (instance, resource)))
            .ToDictionary(pair => pair.instance, pair => pair.resource);

        await foreach (var (change, executable) in dcp.WatchAsync<Executable>(cancellationToken))
        {
            if (change == DcpChange.Deleted || !byInstance.TryGetValue(executable.Metadata.Name, out var resource))
                continue;

            await notifications.PublishUpdateAsync(resource, executable.Metadata.Name, snapshot => Apply(snapshot, resource, executable));
            if (executable.Status?.State == ExecutableStates.FailedToStart)
                logs.CopyEngineMessages(executable.Metadata.Name);
        }
    }

    private static CustomResourceSnapshot Apply(CustomResourceSnapshot snapshot, IResource resource, Executable executable)
    {
        var status = executable.Status ?? new ExecutableStatus();
        var state = ToState(status.State);

        return snapshot with
        {
            State = state,
            ExitCode = KnownResourceStates.TerminalStates.Contains(state) ? status.ExitCode : null,
            StartTimeStamp = status.StartupTimestamp?.UtcDateTime ?? snapshot.StartTimeStamp,
            StopTimeStamp = status.FinishTimestamp?.UtcDateTime,
            EnvironmentVariables = GetEnvironment(executable),
            Properties = GetProperties(resource, executable),
            Urls = ResourceUrls.Of(resource, isInactive: state != KnownResourceStates.Running),
        };
    }

    private static string ToState(string? state) => state switch
    {
        null or "" => KnownResourceStates.Starting,
        ExecutableStates.Terminated => KnownResourceStates.Exited,
        _ => state,
    };

    private static ImmutableArray<EnvironmentVariableSnapshot> GetEnvironment(Executable executable)
    {
        var ours = executable.Spec.Env?.Select(variable => variable.Name).ToHashSet() ?? [];

        return executable.Status?.EffectiveEnv is { } effective
            ? [.. effective.Select(variable => new EnvironmentVariableSnapshot(variable.Name, variable.Value, IsFromSpec: ours.Contains(variable.Name)))]
            : [];
    }

    private static ImmutableArray<ResourcePropertySnapshot> GetProperties(IResource resource, Executable executable)
    {
        var project = resource.Annotations.OfType<IProjectMetadata>().FirstOrDefault()?.ProjectPath;
        var arguments = executable.Status?.EffectiveArgs ?? executable.Spec.Args ?? [];

        ResourcePropertySnapshot?[] properties =
        [
            project is null ? null : new("project.path", project),
            new("executable.path", executable.Spec.ExecutablePath),
            new("executable.workDir", executable.Spec.WorkingDirectory),
            new("executable.args", arguments),
            executable.Status?.Pid is { } pid ? new("executable.pid", pid) : null,
            executable.Status?.ExitCode is { } exitCode ? new("resource.exitCode", exitCode) : null,
        ];

        return [.. properties.OfType<ResourcePropertySnapshot>()];
    }
}
