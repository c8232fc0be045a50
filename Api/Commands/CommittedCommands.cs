using Api.Caching;

namespace Api.Commands;

/// <summary>Does what follows a commit. Nothing that goes wrong here undoes it, or reaches the one who asked.</summary>
internal sealed class CommittedCommands(Cache cache, ILogger<CommittedCommands> logger)
{
    public void Follow(Attempt attempt)
    {
        foreach (var key in attempt.Stale)
            cache.Remove(key);

        foreach (var action in attempt.Committed)
            Follow(action);
    }

    /// <summary>Does what follows something that is no command, such as counting a log-in that was refused.</summary>
    public void Follow(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) // of whoever listens to a metric
        {
            logger.NotCounted(exception);
        }
    }
}
