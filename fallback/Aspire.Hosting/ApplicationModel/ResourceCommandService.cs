namespace Aspire.Hosting.ApplicationModel;

/// <summary>Gives commands to resources, as the buttons of the dashboard do.</summary>
public class ResourceCommandService
{
    private readonly ResourceNotificationService _notifications;
    private readonly ResourceLoggerService _loggers;
    private readonly Func<IResourceCommands> _commands;

    /// <param name="notifications">Knows which commands a resource takes now.</param>
    /// <param name="loggers">The command is logged with the resource.</param>
    /// <param name="commands">Carries them out; asked for late, since it depends on most other services.</param>
    internal ResourceCommandService(ResourceNotificationService notifications, ResourceLoggerService loggers, Func<IResourceCommands> commands) =>
        (_notifications, _loggers, _commands) = (notifications, loggers, commands);

    /// <summary>Gives a command to a resource, to each of its replicas, and returns when it has been carried out.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="commandName">One of <see cref="KnownResourceCommands"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resource);

        var results = await Task.WhenAll(resource.GetInstanceIds().Select(id => ExecuteCommandAsync(id, commandName, cancellationToken)));
        var failed = results.Where(result => !result.Success).ToArray();
        return new ExecuteCommandResult
        {
            Success = failed.Length == 0,
            Canceled = failed.Length > 0 && failed.All(result => result.Canceled),
            Message = failed.Length == 0 ? null : string.Join('\n', failed.Select(result => result.Message).OfType<string>()),
        };
    }

    /// <summary>Gives a command to a resource, or to one of its replicas, and returns when it has been carried out.</summary>
    /// <param name="resourceId">The id of a replica, or the name of a resource that runs as one instance.</param>
    /// <param name="commandName">One of <see cref="KnownResourceCommands"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        if (!_notifications.TryGetCurrentState(resourceId, out var current))
            return Failed($"There is no resource '{resourceId}' that runs as one instance: use the name of a replica.");

        if (current.Snapshot.Commands.FirstOrDefault(known => known.Name == commandName) is not { State: ResourceCommandState.Enabled })
        {
            var possible = current.Snapshot.Commands.Where(known => known.State == ResourceCommandState.Enabled).Select(known => known.Name);
            return Failed($"'{resourceId}' does not take '{commandName}' in the state {current.Snapshot.State?.Text ?? "(none)"}. It takes now: {string.Join(", ", possible.DefaultIfEmpty("nothing"))}.");
        }

        var logger = _loggers.GetLogger(current.ResourceId);
        logger.CommandGiven(commandName);
        try
        {
            await _commands().ExecuteAsync(current.ResourceId, commandName, cancellationToken);
            return new ExecuteCommandResult { Success = true };
        }
        catch (OperationCanceledException)
        {
            return new ExecuteCommandResult { Success = false, Canceled = true };
        }
        catch (Exception exception) when (exception is DistributedApplicationException or HttpRequestException or IOException)
        {
            logger.CommandFailed(commandName, exception.Message);
            return Failed(exception.Message);
        }
    }

    private static ExecuteCommandResult Failed(string message) => new() { Success = false, Message = message };
}
