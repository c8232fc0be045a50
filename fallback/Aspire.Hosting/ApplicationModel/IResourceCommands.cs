namespace Aspire.Hosting.ApplicationModel;

/// <summary>Carries out the commands of <see cref="LifecycleCommands"/>.</summary>
internal interface IResourceCommands
{
    /// <summary>Starts, stops or restarts one instance of a resource; returns when that is done.</summary>
    /// <param name="resourceId">The name of the instance.</param>
    /// <param name="command">One of <see cref="KnownResourceCommands"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the engine.</param>
    /// <exception cref="DistributedApplicationException">It did not work; the message says why.</exception>
    Task ExecuteAsync(string resourceId, string command, CancellationToken cancellationToken);
}
