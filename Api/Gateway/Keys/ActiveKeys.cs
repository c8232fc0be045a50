using Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Api.Gateway.Keys;

/// <summary>How many keys are good.</summary>
internal sealed class ActiveKeys(KeysMetrics metrics) : IStateReader
{
    public async Task ReadAsync(AppDbContext database, DateTimeOffset now, CancellationToken cancellationToken) =>
        metrics.Active.Set(await database.Set<ApiKey>().CountAsync(ApiKey.IsGood(now), cancellationToken));
}
