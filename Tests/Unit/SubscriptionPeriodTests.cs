using Api.Gateway.Plans;

namespace Tests.Unit;

/// <summary>Months of a subscription end on its day, or on the last of a month that has no such day.</summary>
public sealed class SubscriptionPeriodTests
{
    [Theory]
    [InlineData("2026-01-31", "2026-02-28 2026-03-31 2026-04-30 2026-05-31")]
    [InlineData("2027-12-31", "2028-01-31 2028-02-29 2028-03-31")]
    [InlineData("2026-11-21", "2026-12-21 2027-01-21 2027-02-21")]
    public void Periods_FromADay_EndOnItsDay(string start, string ends)
    {
        var anchor = DateTimeOffset.Parse($"{start}T12:30:00Z");
        var subscription = new Subscription
        {
            Id = Guid.NewGuid(),
            AccountId = Guid.NewGuid(),
            Plan = PlanName.Free,
            Status = SubscriptionStatus.Trialing,
            CreatedAt = anchor,
            Anchor = anchor,
            PeriodStart = anchor,
            PeriodEnd = anchor,
        };

        foreach (var end in ends.Split(' '))
        {
            var before = subscription.PeriodEnd;
            subscription.Begin(before, anchor);
            Assert.Equal((SubscriptionStatus.Active, before, DateTimeOffset.Parse($"{end}T12:30:00Z")), (subscription.Status, subscription.PeriodStart, subscription.PeriodEnd));
        }
    }
}
