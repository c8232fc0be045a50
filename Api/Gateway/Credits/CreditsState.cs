using Api.Data;
using Api.Gateway.Keys;
using Api.Gateway.Plans;
using Microsoft.EntityFrameworkCore;

namespace Api.Gateway.Credits;

/// <summary>How many accounts have little left, and how many calls go on.</summary>
internal sealed class CreditsState(CreditsMetrics metrics) : IStateReader
{
    private const decimal Little = 0.1m; // of the last grant

    public async Task ReadAsync(AppDbContext database, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var keys = database.Set<ApiKey>().Where(ApiKey.IsGood(now));
        var subscriptions = database.Set<Subscription>().Where(Subscription.IsRunning);
        metrics.Low.Set(await database.Set<Account>().CountAsync(
            account => account.Available < account.LastGrant * Little
                && (subscriptions.Any(subscription => subscription.AccountId == account.Id) || keys.Any(key => key.AccountId == account.Id)),
            cancellationToken));
        metrics.Open.Set(await database.Set<OpenReservation>().CountAsync(cancellationToken));
    }
}
