using System.Diagnostics.Metrics;
using Api.Data;

namespace Api.Gateway.Plans;

/// <summary>Who has subscribed to what.</summary>
internal sealed class PlansMetrics
{
    public const string MeterName = "Api.Gateway.Plans";

    /// <summary>Gauge, <c>{subscription}</c>, from the database: subscriptions, those included that have expired. Tags: <see cref="PlanTag"/>, <see cref="StatusTag"/>.</summary>
    public const string SubscriptionsName = "subscription.count"; // scraped as subscription_count

    /// <summary>Gauge, <c>{subscription}</c>, from the database: subscriptions in their trial.</summary>
    public const string TrialsName = "trial.active"; // scraped as trial_active

    /// <summary>free, pro or scale.</summary>
    public const string PlanTag = "plan";

    /// <summary>trialing, active, canceled or expired.</summary>
    public const string StatusTag = "status";

    public PlansMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        Subscriptions = new(meter, SubscriptionsName, "{subscription}", "Subscriptions, those included that have expired.", TagsOf);
        Trials = new(meter, TrialsName, "{subscription}", "Subscriptions in their trial.");
    }

    public StateGauges<(PlanName Plan, SubscriptionStatus Status)> Subscriptions { get; }

    public StateGauge Trials { get; }

    private static KeyValuePair<string, object?>[] TagsOf((PlanName Plan, SubscriptionStatus Status) key) =>
        [new(PlanTag, new Choice<PlanName>(key.Plan).Name), new(StatusTag, new Choice<SubscriptionStatus>(key.Status).Name)];
}
