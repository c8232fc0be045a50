using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states of all resources: publishes them, hands out every change, and waits for a state.</summary>
/// <remarks>
/// A wait that is cancelled says in its exception what the resource hangs on. Pass it a token that times out: nothing can
/// be said when only the returned task is abandoned, as <see cref="Task.WaitAsync(TimeSpan)"/> does.
/// </remarks>
public partial class ResourceNotificationService : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceEvent> _current = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<Channel<ResourceEvent>> _watchers = [];
    private readonly DistributedApplicationModel _model;
    private readonly ResourceLoggerService _loggers;
    private readonly TimeProvider _time;
    private readonly WaitBehavior _defaultWaitBehavior;
    private bool _disposed;

    internal ResourceNotificationService(
        DistributedApplicationModel model,
        ResourceLoggerService loggers,
        TimeProvider time,
        WaitBehavior defaultWaitBehavior)
    {
        _model = model;
        _loggers = loggers;
        _time = time;
        _defaultWaitBehavior = defaultWaitBehavior;
    }

    /// <summary>Changes what is known about a resource, about each of its replicas.</summary>
    /// <param name="resource">The resource in the application model.</param>
    /// <param name="stateFactory">Makes the new snapshot from the present one; is called under a lock, so it must be quick.</param>
    public async Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);

        foreach (var id in resource.GetInstanceIds())
            await PublishUpdateAsync(resource, id, stateFactory);
    }

    /// <summary>Changes what is known about one replica of a resource.</summary>
    /// <param name="resource">The resource in the application model.</param>
    /// <param name="resourceId">Its name, or that of the replica.</param>
    /// <param name="stateFactory">Makes the new snapshot from the present one; is called under a lock, so it must be quick.</param>
    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(resourceId);
        ArgumentNullException.ThrowIfNull(stateFactory);

        lock (_lock)
        {
            var previous = _current.GetValueOrDefault(resourceId)?.Snapshot;
            var next = SnapshotRules.Apply(stateFactory(previous ?? SnapshotRules.CreateInitial(resource)), _time);
            if (next != previous)
            {
                var change = new ResourceEvent(resource, resourceId, next);
                _current[resourceId] = change;
                foreach (var watcher in _watchers)
                    watcher.Writer.TryWrite(change);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>What is known now about a resource, or about one replica.</summary>
    /// <param name="resourceId">The id of a replica, or the name of a resource that runs as one instance.</param>
    /// <param name="resourceEvent">What is known.</param>
    internal bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (_lock)
        {
            if (!_current.TryGetValue(resourceId, out resourceEvent))
            {
                var instances = _current.Values.Where(state => NamesMatch(state.Resource.Name, resourceId)).Take(2).ToArray();
                resourceEvent = instances is [var only] ? only : null;
            }

            return resourceEvent is not null;
        }
    }

    /// <summary>The present state of every resource, then every change. A slow reader holds up nobody and loses nothing.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var subscription = Subscribe();
        foreach (var state in subscription.Initial)
            yield return state;

        await foreach (var change in subscription.Changes.ReadAllAsync(cancellationToken))
            yield return change;
    }

    /// <summary>Ends every watch and every wait.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var watcher in _watchers)
                watcher.Writer.TryComplete();
        }

        GC.SuppressFinalize(this);
    }

    internal ResourceSubscription Subscribe()
    {
        var channel = Channel.CreateUnbounded<ResourceEvent>(new UnboundedChannelOptions { SingleReader = true });
        lock (_lock)
        {
            if (_disposed)
                channel.Writer.TryComplete();

            _watchers.Add(channel);
            return new ResourceSubscription([.. _current.Values], channel.Reader, () => Unsubscribe(channel));
        }
    }

    private void Unsubscribe(Channel<ResourceEvent> channel)
    {
        lock (_lock)
            _watchers.Remove(channel);
    }

    private static bool NamesMatch(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
