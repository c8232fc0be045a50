namespace Api.Data;

/// <summary>Keeps the state gauges up to date, in every replica. While the database is away they keep what they had.</summary>
internal sealed class StateReaders(
    IServiceScopeFactory scopes, IEnumerable<IStateReader> readers, DatabaseReadiness readiness, TimeProvider time, ILogger<StateReaders> logger)
    : RepeatedWork(scopes, readiness, time, Interval)
{
    // As often as Prometheus asks, or nearly.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task WorkAsync(AppDbContext database, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var reader in readers)
            await reader.ReadAsync(database, now, cancellationToken);
    }

    protected override void LogFailure(string reason) => logger.StateNotRead(reason);
}
