using System.Diagnostics.Metrics;

namespace Api.Rewards;

/// <summary>What goes into the ledger.</summary>
internal sealed class RewardsMetrics
{
    public const string MeterName = "Api.Rewards";

    /// <summary>Counter, <c>{adjustment}</c>: bonuses and penalties. Tags: <see cref="TypeTag"/>.</summary>
    public const string AdjustmentsName = "reward.adjustments"; // scraped as reward_adjustments_total

    /// <summary>Histogram, amounts of money without their sign: a sum of penalties below zero would be no counter. Tags: <see cref="TypeTag"/>.</summary>
    public const string AmountName = "reward.adjustments.amount"; // scraped as reward_adjustments_amount

    /// <summary>Counter, <c>{reward}</c>: rewards that were paid into the ledger.</summary>
    public const string PaidName = "rewards.paid"; // scraped as rewards_paid_total

    /// <summary>bonus or penalty.</summary>
    public const string TypeTag = "type";

    /// <summary>Amounts of pocket money.</summary>
    public static readonly double[] Amounts = [5, 10, 25, 50, 100];

    private readonly Counter<long> _adjustments;
    private readonly Histogram<double> _amount;
    private readonly Counter<long> _paid;

    public RewardsMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _adjustments = meter.CreateCounter<long>(AdjustmentsName, "{adjustment}", "Bonuses and penalties.");
        _amount = meter.CreateHistogram(
            AmountName, description: "Amount of a bonus or a penalty.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Amounts });
        _paid = meter.CreateCounter<long>(PaidName, "{reward}", "Rewards that were paid into the ledger.");

        _paid.Add(0);
        foreach (var type in Enum.GetValues<AdjustmentType>())
            _adjustments.Add(0, TagOf(type));
    }

    /// <param name="type">Bonus or penalty.</param>
    /// <param name="amount">Above 0.</param>
    public void Adjusted(AdjustmentType type, decimal amount)
    {
        _adjustments.Add(1, TagOf(type));
        _amount.Record((double)amount, TagOf(type));
    }

    public void Paid() => _paid.Add(1);

    private static KeyValuePair<string, object?> TagOf(AdjustmentType type) => new(TypeTag, type switch
    {
        AdjustmentType.Bonus => "bonus",
        AdjustmentType.Penalty => "penalty",
        _ => "_OTHER",
    });
}
