using Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Api.Commands;

/// <summary>The rows of commands, in the current transaction.</summary>
internal sealed class CommandStore(AppDbContext database, TimeProvider time)
{
    /// <summary>
    /// Claims a key. Who has claimed it before and has not ended is waited for: afterwards it is certain whether that change was made.
    /// </summary>
    /// <returns>Whether it is ours; else the change was made, and <see cref="FindAsync"/> has it.</returns>
    public async Task<bool> ClaimAsync(CommandKey key, Guid runId, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO commands ("KeyHash", "RunId", "CreatedAt", "Fingerprint", "Status") VALUES ({key.Hash}, {runId}, {time.GetUtcNow()}, {key.Fingerprint}, 0)
            ON CONFLICT DO NOTHING
            """,
            cancellationToken) == 1;

    public Task<Command> FindAsync(CommandKey key, CancellationToken cancellationToken) =>
        database.Set<Command>().AsNoTracking().SingleAsync(command => command.KeyHash == key.Hash, cancellationToken);

    public Task KeepAsync(CommandKey key, Answer answer, CancellationToken cancellationToken) =>
        database.Set<Command>().Where(command => command.KeyHash == key.Hash).ExecuteUpdateAsync(
            set => set
                .SetProperty(command => command.Status, answer.Status)
                .SetProperty(command => command.Location, answer.Location)
                .SetProperty(command => command.Body, answer.Body),
            cancellationToken);
}
