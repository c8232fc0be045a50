using Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Api.Identity;

/// <summary>Users who logged in within the last 24 hours.</summary>
internal sealed class ActiveUsers(IdentityMetrics metrics) : IStateReader
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(1);

    public async Task ReadAsync(AppDbContext database, DateTimeOffset now, CancellationToken cancellationToken) => metrics.ActiveUsers.Set(
        await database.Set<Session>().Where(session => session.CreatedAt > now - Window).Select(session => session.UserId).Distinct().LongCountAsync(cancellationToken));
}
