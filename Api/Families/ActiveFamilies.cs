using Api.Activities;
using Api.Data;

namespace Api.Families;

/// <summary>Families in which somebody did something within the last seven days.</summary>
internal sealed class ActiveFamilies(FamiliesMetrics metrics) : IStateReader
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(7);

    public async Task ReadAsync(AppDbContext database, DateTimeOffset now, CancellationToken cancellationToken) =>
        metrics.Active.Set(await ActivityService.CountActiveFamiliesAsync(database, now - Window, cancellationToken));
}
