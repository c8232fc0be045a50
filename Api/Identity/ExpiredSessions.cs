using Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Api.Identity;

/// <summary>Sessions are kept for a day behind their end: log-ins are counted by them.</summary>
internal sealed class ExpiredSessions : IExpiringRows
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    public Task DeleteExpiredAsync(AppDbContext database, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Set<Session>().Where(session => session.ExpiresAt < now - KeptFor).ExecuteDeleteAsync(cancellationToken);
}
