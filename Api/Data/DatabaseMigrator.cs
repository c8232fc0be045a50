using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Api.Data;

/// <summary>
/// Brings the database up to date at start, however long it takes to appear. One replica at a time: the others wait at the lock
/// and then find nothing left to do.
/// </summary>
internal sealed class DatabaseMigrator(
    IServiceScopeFactory scopes, IDataProtectionProvider dataProtection, DatabaseReadiness readiness, TimeProvider time, ILogger<DatabaseMigrator> logger)
    : BackgroundService
{
    // Any number that nothing else in this database locks.
    private const long LockId = 4_815_162_342;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    // Waiting for another replica's migrations and running our own both take longer than a request may.
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var delay = FirstDelay; !readiness.IsReady; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            try
            {
                await MigrateAsync(stoppingToken);
                readiness.SetReady();
                logger.Migrated();
            }
            catch (Exception exception) when (DatabaseFailure.Find(exception) is { } failure && !stoppingToken.IsCancellationRequested)
            {
                logger.MigrationFailed(failure.Message, delay);
                await Task.Delay(delay, time, stoppingToken);
            }
        }
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AppDbContext>().Database;
        database.SetCommandTimeout(CommandTimeout);

        await database.OpenConnectionAsync(cancellationToken); // the lock lives as long as the connection, also when this process dies
        await database.ExecuteSqlAsync($"SELECT pg_advisory_lock({LockId})", cancellationToken);
        try
        {
            await database.MigrateAsync(cancellationToken);

            // Under the lock too: the first replica makes the key that all of them use.
            dataProtection.CreateProtector(nameof(DatabaseMigrator)).Protect([]);
        }
        finally
        {
            await database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({LockId})", CancellationToken.None);
        }
    }
}
