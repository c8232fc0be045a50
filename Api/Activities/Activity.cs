using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Api.Activities;

/// <summary>Something that somebody did in a family, as it was then: titles that change later do not change it.</summary>
internal sealed class Activity
{
    public required Guid Id { get; init; }

    public required Guid FamilyId { get; init; }

    public required ActivityKind Kind { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who did it; null when nobody did.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>The child whom it is about; null when it is about none.</summary>
    public Guid? ChildId { get; init; }

    /// <summary>The title of a chore, the name of a member whose account is still there.</summary>
    public string? Subject { get; init; }

    /// <summary>Money, above 0.</summary>
    public decimal? Amount { get; init; }

    /// <summary>What a parent said about it.</summary>
    public string? Reason { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<Activity>
    {
        private const int KindLength = 30;
        private const int TextLength = 500;

        public void Configure(EntityTypeBuilder<Activity> builder)
        {
            builder.ToTable("activities");
            builder.Property(activity => activity.Id).ValueGeneratedNever();
            builder.Property(activity => activity.Kind).HasConversion<string>().HasMaxLength(KindLength);
            builder.Property(activity => activity.Subject).HasMaxLength(TextLength);
            builder.Property(activity => activity.Reason).HasMaxLength(TextLength);
            builder.Property(activity => activity.Amount).HasPrecision(Money.Precision, Money.Scale);
            builder.HasIndex(activity => new { activity.FamilyId, activity.Id });
            builder.HasIndex(activity => activity.CreatedAt); // which families are active?
        }
    }
}
