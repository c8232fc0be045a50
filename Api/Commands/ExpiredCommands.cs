using Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Api.Commands;

/// <summary>A key is remembered for a day.</summary>
internal sealed class ExpiredCommands : IExpiringRows
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    public Task DeleteExpiredAsync(AppDbContext database, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Set<Command>().Where(command => command.CreatedAt < now - Lifetime).ExecuteDeleteAsync(cancellationToken);
}
