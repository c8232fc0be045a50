namespace Aspire.Hosting.ApplicationModel;

public partial class ResourceNotificationService
{
    /// <summary>Waits until a resource, or one of its replicas, is in a state.</summary>
    /// <param name="resourceName">Its name in the application model.</param>
    /// <param name="targetState">The state; null means <see cref="KnownResourceStates.Running"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DistributedApplicationException">There is no such resource.</exception>
    /// <exception cref="OperationCanceledException">The token ended the wait, or the application ended; the message says what the resource hangs on.</exception>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <summary>Waits until a resource, or one of its replicas, is in one of several states, and says in which.</summary>
    /// <inheritdoc cref="WaitForResourceAsync(string, string?, CancellationToken)"/>
    public async Task<string> WaitForResourceAsync(
        string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var states = targetStates.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var reached = await WaitForEventAsync(
            resourceName,
            $"reach the state {string.Join(" or ", states)}",
            change => change.Snapshot.State is { } state && states.Contains(state.Text),
            cancellationToken);

        return reached.Snapshot.State!.Text;
    }

    /// <summary>Waits until what is known about a resource, or about one of its replicas, is as wanted.</summary>
    /// <inheritdoc cref="WaitForResourceAsync(string, string?, CancellationToken)"/>
    public Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default) =>
        WaitForEventAsync(resourceName, "get into the state waited for", predicate, cancellationToken);

    /// <inheritdoc cref="WaitForResourceHealthyAsync(string, WaitBehavior, CancellationToken)"/>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, _defaultWaitBehavior, cancellationToken);

    /// <summary>
    /// Waits until a resource runs, its health checks succeed and the subscribers of its ready event are done; of a resource
    /// with replicas, until all of them are at that point. (The official one returns at the first.)
    /// </summary>
    /// <param name="resourceName">Its name in the application model.</param>
    /// <param name="waitBehavior">Whether to give up when the resource fails to start or ends.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DistributedApplicationException">There is no such resource, or it cannot become healthy; the message says why.</exception>
    /// <exception cref="OperationCanceledException">The token ended the wait, or the application ended; the message says what the resource hangs on.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var resource = FindResource(resourceName);
        var healthy = new WaitCondition(resource, WaitType.WaitUntilHealthy, waitBehavior);
        await WaitAsync($"The wait for '{resource.Name}' to {healthy.Goal}", [healthy], cancellationToken);

        return GetStates(resource).First(state => state is not null)!;
    }

    /// <summary>
    /// Holds those instances of a resource back, in the state Waiting, until everything it waits for is there. Its others go on:
    /// one replica of several can be restarted.
    /// </summary>
    /// <exception cref="DistributedApplicationException">Something it waits for cannot get there; the message says why.</exception>
    internal async Task WaitForDependenciesAsync(IResource resource, IEnumerable<string> resourceIds, CancellationToken cancellationToken)
    {
        var waits = GetWaits(resource);
        if (waits.All(wait => IsMet(wait) && GetReadyTasks(wait).All(ready => ready.IsCompletedSuccessfully)))
            return;

        var logger = _loggers.GetLogger(resource);
        var dependencies = string.Join(", ", waits.Select(wait => $"{wait.Resource.Name} to {wait.Goal}"));
        logger.Waiting(dependencies);
        foreach (var id in resourceIds)
            await PublishUpdateAsync(resource, id, snapshot => snapshot with { State = KnownResourceStates.Waiting });

        await WaitAsync($"The wait of '{resource.Name}' for what it depends on", waits, cancellationToken);
        logger.WaitEnded();
    }

    /// <summary>What a resource waits for before it starts.</summary>
    internal IReadOnlyList<WaitCondition> GetWaits(IResource resource) =>
        [.. resource.Annotations.OfType<WaitAnnotation>().Select(wait => WaitCondition.From(wait, _defaultWaitBehavior))];

    internal bool IsMet(WaitCondition condition) =>
        GetStates(condition.Resource).All(state => state is not null && condition.IsMetBy(state.Snapshot));

    private async Task WaitAsync(string wait, IReadOnlyList<WaitCondition> conditions, CancellationToken cancellationToken)
    {
        try
        {
            // Each change is only the occasion: what counts is that all conditions hold at the same time, now.
            await foreach (var _ in WatchAsync(cancellationToken))
            {
                if (conditions.FirstOrDefault(IsHopeless) is { } hopeless)
                    throw new DistributedApplicationException(Explain($"{wait} was given up: '{hopeless.Resource.Name}' cannot {hopeless.Goal} any more.", [hopeless]));

                if (conditions.All(IsMet))
                {
                    await Task.WhenAll(conditions.SelectMany(GetReadyTasks)).WaitAsync(cancellationToken);
                    return;
                }
            }
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(Explain($"{wait} was cancelled.", conditions), exception, cancellationToken);
        }

        throw new OperationCanceledException(Explain($"{wait} ended because the application was stopped.", conditions));
    }

    private async Task<ResourceEvent> WaitForEventAsync(
        string resourceName, string goal, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken)
    {
        var resource = FindResource(resourceName);
        WaitCondition[] subject = [new(resource, WaitType.WaitUntilHealthy, _defaultWaitBehavior)];
        try
        {
            await foreach (var change in WatchAsync(cancellationToken))
            {
                if (change.Resource == resource && predicate(change))
                    return change;
            }
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(Explain($"The wait for '{resource.Name}' to {goal} was cancelled.", subject), exception, cancellationToken);
        }

        throw new OperationCanceledException(Explain($"The wait for '{resource.Name}' to {goal} ended because the application was stopped.", subject));
    }

    private bool IsHopeless(WaitCondition condition) =>
        GetStates(condition.Resource).Any(state => state is not null && condition.IsHopeless(state.Snapshot));

    private IEnumerable<Task> GetReadyTasks(WaitCondition condition) =>
        condition.Type == WaitType.WaitUntilHealthy ? GetStates(condition.Resource).Select(state => state?.Snapshot.Ready).OfType<Task>() : [];

    private IEnumerable<ResourceEvent?> GetStates(IResource resource) =>
        resource.GetInstanceIds().Select(id => TryGetCurrentState(id, out var state) ? state : null);

    private string Explain(string summary, IEnumerable<WaitCondition> conditions) => new WaitReport(this, _loggers).Write(summary, conditions);

    private IResource FindResource(string name) =>
        _model.Resources.TryGetByName(name, out var resource)
            ? resource
            : throw new DistributedApplicationException(
                $"There is no resource '{name}' to wait for. The application has: {string.Join(", ", _model.Resources.Select(known => known.Name).Order())}.");
}
