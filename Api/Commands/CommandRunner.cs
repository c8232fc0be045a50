using Api.Caching;
using Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Api.Commands;

/// <summary>
/// Makes a change once, in one transaction. What failed at once is tried again. When the connection breaks at the commit, the row of the command tells
/// whether the change was made; when the database does not come back in time for that, <see cref="UndecidedCommands"/> finds out later.
/// </summary>
internal sealed class CommandRunner(
    AppDbContext database, CommandStore store, CurrentCommand current, CommittedCommands committed, UndecidedCommands undecided)
{
    /// <summary>Makes a change that nobody can ask for again.</summary>
    /// <param name="work">The change. May run more than once; all but the last run are undone.</param>
    /// <param name="cancellationToken">Undoes it, as long as it is not being committed.</param>
    public Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(CommandKey.New(), work, _ => Answer.NotKept, _ => throw new InvalidOperationException("A key of our own is somebody else's."), cancellationToken);

    /// <summary>Makes a change, or tells what became of it when it was made before.</summary>
    /// <param name="key">What makes it the same change.</param>
    /// <param name="work">The change. May run more than once; all but the last run are undone.</param>
    /// <param name="keep">The answer to keep with it; null when the work found that there is nothing to change, and is undone.</param>
    /// <param name="repeat">What to give to whoever asks for a change that was made before.</param>
    /// <param name="cancellationToken">Undoes it, as long as it is not being committed.</param>
    public async Task<T> RunAsync<T>(
        CommandKey key, Func<CancellationToken, Task<T>> work, Func<T, Answer?> keep, Func<Command, T> repeat, CancellationToken cancellationToken)
    {
        // EF Core only logs that it could not release a savepoint of its own, and goes on in a transaction that has ended with its connection.
        database.Database.AutoSavepointsEnabled = false;
        var runId = Guid.CreateVersion7();
        var (attempt, result) = ((Attempt?)null, default(T)!);
        T answered;
        try
        {
            answered = await database.Database.CreateExecutionStrategy().ExecuteAsync(TryAsync, cancellationToken);
        }
        catch (Exception) when (attempt is not null)
        {
            undecided.Add(attempt);
            throw;
        }

        if (attempt is not null) // out here, where nothing that fails can have it done again
            committed.Follow(attempt);
        return answered;

        async Task<T> TryAsync(CancellationToken cancellationToken)
        {
            database.ChangeTracker.Clear();
            current.Clear();
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            if (!await store.ClaimAsync(key, runId, cancellationToken))
            {
                var command = await store.FindAsync(key, cancellationToken);
                if (command.RunId == runId)
                    return result; // of the attempt before, which was committed: only the answer was lost

                attempt = null;
                return repeat(command);
            }

            attempt = null; // one before this one was not committed
            result = await work(cancellationToken);
            if (keep(result) is not { } answer)
                return result;

            if (answer != Answer.NotKept)
                await store.KeepAsync(key, answer, cancellationToken);
            await CacheInvalidations.NotifyAsync(database, current.Stale, cancellationToken);

            attempt = new(key, runId, current.TakeCommitted(), [.. current.Stale]);
            await transaction.CommitAsync(CancellationToken.None); // a client that goes away now must not leave it open whether it was made
            return result;
        }
    }
}
