using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.Orchestrator;

/// <summary>Starts and stops the processes of resources.</summary>
internal sealed class ResourceRunner(
    DcpClient dcp,
    ExecutableFactory executables,
    ExecutableLogs executableLogs,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    IDistributedApplicationEventing eventing)
{
    /// <summary>The engine gives a process 6 s to end before it kills it.</summary>
    private static readonly TimeSpan PatienceForStop = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Waits for what the resource waits for, lets the AppHost's code prepare it, and starts its processes.
    /// What goes wrong ends in the state FailedToStart with the reason in the resource's log: the other resources go on.
    /// </summary>
    public async Task StartAsync(IResource resource, IReadOnlyCollection<string> instances, CancellationToken cancellationToken)
    {
        try
        {
            if (resource is ContainerResource)
            {
                throw new DistributedApplicationException(
                    $"'{resource.Name}' is a container, which only the official Aspire packages can run. Build with -p:UseAspirePackages=true, or say --runtime processes.");
            }

            await notifications.WaitForDependenciesAsync(resource, instances, cancellationToken);
            await notifications.PublishEachAsync(resource, instances, snapshot => snapshot with { State = KnownResourceStates.Starting });
            await eventing.PublishAsync(new BeforeResourceStartedEvent(resource), cancellationToken);
            await Task.WhenAll(instances.Select(instance => CreateAsync(resource, instance, cancellationToken)));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            await FailAsync(resource, instances, exception);
        }
    }

    /// <summary>Asks the process to end (SIGTERM), and returns when it has.</summary>
    public async Task StopAsync(IResource resource, string instance, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(PatienceForStop);

        await dcp.StopExecutableAsync(instance, patience.Token);
        await notifications.WaitForResourceAsync(resource.Name, change => change.ResourceId == instance && change.Snapshot.HasEnded(), patience.Token);
    }

    /// <summary>An executable that ended cannot be started again: the engine has to forget it first.</summary>
    private async Task CreateAsync(IResource resource, string instance, CancellationToken cancellationToken)
    {
        var executable = await executables.CreateAsync(resource, instance, cancellationToken);

        await dcp.DeleteAsync<Executable>(instance, cancellationToken);
        await dcp.CreateAsync(executable, cancellationToken);
        executableLogs.Follow(instance);
    }

    private Task FailAsync(IResource resource, IReadOnlyCollection<string> instances, Exception exception)
    {
        var logger = loggers.GetLogger(resource);
        if (exception is DistributedApplicationException)
            logger.CannotStart(exception.Message);
        else
            logger.CannotStart(exception);

        return notifications.PublishEachAsync(resource, instances, snapshot => snapshot with { State = KnownResourceStates.FailedToStart });
    }
}
