using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestrator;

/// <summary>Carries out what people tell a process of a resource to do, one command at a time for each.</summary>
internal sealed class ResourceCommands(ResourceNotificationService notifications) : IResourceCommands
{
    private readonly Dictionary<string, SemaphoreSlim> _turns = new(StringComparer.OrdinalIgnoreCase);
    private ResourceRunner? _runner;

    /// <summary>Called when the engine is there.</summary>
    public void Use(ResourceRunner runner) => _runner = runner;

    public async Task ExecuteAsync(string resourceId, string command, CancellationToken cancellationToken)
    {
        var runner = _runner ?? throw new DistributedApplicationException("The application has not been started.");
        if (!notifications.TryGetCurrentState(resourceId, out var current))
            throw new DistributedApplicationException($"There is no resource '{resourceId}'.");

        var turn = GetTurn(resourceId);
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (command != KnownResourceCommands.StartCommand)
                await runner.StopAsync(current.Resource, resourceId, cancellationToken);
            if (command != KnownResourceCommands.StopCommand)
                await runner.StartAsync(current.Resource, [resourceId], cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private SemaphoreSlim GetTurn(string resourceId)
    {
        lock (_turns)
            return _turns.TryGetValue(resourceId, out var turn) ? turn : _turns[resourceId] = new SemaphoreSlim(1);
    }
}
