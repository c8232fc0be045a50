namespace Api.Data;

/// <summary>Deletes rows that nobody needs any more, in every replica: whoever comes first.</summary>
internal sealed class ExpiredRows(
    IServiceScopeFactory scopes, IEnumerable<IExpiringRows> expiring, DatabaseReadiness readiness, TimeProvider time, ILogger<ExpiredRows> logger)
    : RepeatedWork(scopes, readiness, time, Interval)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task WorkAsync(AppDbContext database, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var rows in expiring)
            await rows.DeleteExpiredAsync(database, now, cancellationToken);
    }

    protected override void LogFailure(string reason) => logger.ExpiredRowsNotDeleted(reason);
}
