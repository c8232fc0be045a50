using Api.Families;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Api.Statistics;

/// <summary>What a family has done and paid in a week, summed up when it was over.</summary>
internal sealed class WeeklySummary
{
    public required Guid FamilyId { get; init; }

    /// <summary>The Monday (UTC).</summary>
    public required DateOnly Week { get; init; }

    public required int Approved { get; init; }

    public required decimal Earned { get; init; }

    public required decimal Bonuses { get; init; }

    public required decimal Penalties { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<WeeklySummary>
    {
        public void Configure(EntityTypeBuilder<WeeklySummary> builder)
        {
            builder.ToTable("weekly_summaries");
            builder.HasKey(summary => new { summary.FamilyId, summary.Week });
            builder.Property(summary => summary.Earned).HasPrecision(Money.Precision, Money.Scale);
            builder.Property(summary => summary.Bonuses).HasPrecision(Money.Precision, Money.Scale);
            builder.Property(summary => summary.Penalties).HasPrecision(Money.Precision, Money.Scale);
            builder.HasOne<Family>().WithMany().HasForeignKey(summary => summary.FamilyId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
