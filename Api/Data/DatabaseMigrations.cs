using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Api.Data;

/// <summary>Brings the database up to date, or waits until somebody has, however long it takes to appear.</summary>
internal sealed class DatabaseMigrations(
    IServiceScopeFactory scopes, IDataProtectionProvider dataProtection, TimeProvider time, ILogger<DatabaseMigrations> logger)
{
    // Any number that nothing else in this database locks.
    private const long LockId = 4_815_162_342;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    // Waiting for another process's migrations and running our own both take longer than a request may.
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Applies what is missing. One process at a time: the others wait at the lock and then find nothing left to do.</summary>
    public Task ApplyAsync(CancellationToken cancellationToken) => RepeatAsync(
        async database =>
        {
            await database.OpenConnectionAsync(cancellationToken); // the lock lives as long as the connection, also when this process dies
            await database.ExecuteSqlAsync($"SELECT pg_advisory_lock({LockId})", cancellationToken);
            try
            {
                await database.MigrateAsync(cancellationToken);

                // Under the lock too: the first replica makes the key that all of them use.
                dataProtection.CreateProtector(nameof(DatabaseMigrations)).Protect([]);
            }
            finally
            {
                await database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({LockId})", CancellationToken.None);
            }

            return 0;
        },
        cancellationToken);

    /// <summary>Waits until another process has applied what is missing.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) =>
        RepeatAsync(async database => (await database.GetPendingMigrationsAsync(cancellationToken)).Count(), cancellationToken);

    // An attempt tells how many migrations are missing still.
    private async Task RepeatAsync(Func<DatabaseFacade, Task<int>> attempt, CancellationToken cancellationToken)
    {
        for (var delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var database = scope.ServiceProvider.GetRequiredService<AppDbContext>().Database;
                database.SetCommandTimeout(CommandTimeout);
                if (await attempt(database) is var missing and > 0)
                    logger.MigrationsAwaited(missing, delay);
                else
                    break;
            }
            catch (Exception exception) when (DatabaseFailure.Find(exception) is { } failure && !cancellationToken.IsCancellationRequested)
            {
                logger.MigrationFailed(failure.Message, delay);
            }

            await Task.Delay(delay, time, cancellationToken);
        }

        logger.Migrated();
    }
}
