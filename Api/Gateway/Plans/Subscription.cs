using System.Linq.Expressions;
using Api.Gateway.Credits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Api.Gateway.Plans;

/// <summary>A plan that an account has, period by period. An account has one that has not expired, or none.</summary>
internal sealed class Subscription
{
    /// <summary>One that has not expired.</summary>
    public static readonly Expression<Func<Subscription, bool>> IsRunning = subscription => subscription.Status != SubscriptionStatus.Expired;

    public static readonly Expression<Func<Subscription, SubscriptionResponse>> Response = subscription =>
        new(subscription.Id, subscription.Plan, subscription.Status, subscription.CreatedAt, subscription.PeriodStart, subscription.PeriodEnd);

    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required PlanName Plan { get; set; }

    public required SubscriptionStatus Status { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when months are counted: a period from the 31st ends on the 30th where there is no 31st, and the next ends on the 31st again.</summary>
    public required DateTimeOffset Anchor { get; set; }

    public required DateTimeOffset PeriodStart { get; set; }

    public required DateTimeOffset PeriodEnd { get; set; }

    /// <summary>Begins a period of a month.</summary>
    /// <param name="start">When.</param>
    /// <param name="anchor">From when months are counted.</param>
    public void Begin(DateTimeOffset start, DateTimeOffset anchor)
    {
        (Status, Anchor, PeriodStart) = (SubscriptionStatus.Active, anchor, start);
        var months = ((start.Year - anchor.Year) * 12) + start.Month - anchor.Month;
        PeriodEnd = anchor.AddMonths(months) > start ? anchor.AddMonths(months) : anchor.AddMonths(months + 1);
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Subscription>
    {
        private const int NameLength = 10;

        public void Configure(EntityTypeBuilder<Subscription> builder)
        {
            builder.ToTable("subscriptions");
            builder.Property(subscription => subscription.Id).ValueGeneratedNever();
            builder.Property(subscription => subscription.Plan).HasConversion<string>().HasMaxLength(NameLength);
            builder.Property(subscription => subscription.Status).HasConversion<string>().HasMaxLength(NameLength);
            builder.HasOne<Account>().WithMany().HasForeignKey(subscription => subscription.AccountId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(subscription => new { subscription.AccountId, subscription.Id });
            builder.HasIndex(subscription => subscription.AccountId).IsUnique().HasFilter("\"Status\" <> 'Expired'");
        }
    }
}
