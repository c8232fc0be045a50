namespace Api.Data;

/// <summary>Rows that nobody needs after some time. One file each; <see cref="ExpiredRows"/> calls it every few minutes.</summary>
internal interface IExpiringRows
{
    Task DeleteExpiredAsync(AppDbContext database, DateTimeOffset now, CancellationToken cancellationToken);
}
