using Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Api.Gateway.Plans;

/// <summary>How many subscriptions there are.</summary>
internal sealed class PlansState(PlansMetrics metrics) : IStateReader
{
    public async Task ReadAsync(AppDbContext database, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var counts = await database.Set<Subscription>()
            .GroupBy(subscription => new { subscription.Plan, subscription.Status })
            .Select(group => new { group.Key.Plan, group.Key.Status, Count = group.Count() })
            .ToDictionaryAsync(group => (group.Plan, group.Status), group => group.Count, cancellationToken);

        metrics.Subscriptions.Set(
            from plan in Enum.GetValues<PlanName>()
            from status in Enum.GetValues<SubscriptionStatus>()
            select ((plan, status), (long)counts.GetValueOrDefault((plan, status))));
        metrics.Trials.Set(counts.Where(count => count.Key.Status == SubscriptionStatus.Trialing).Sum(count => count.Value));
    }
}
