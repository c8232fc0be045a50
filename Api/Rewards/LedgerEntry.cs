using Api.Families;
using Api.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Api.Rewards;

/// <summary>Money that a child got or lost. An entry is never changed or deleted: the database refuses it. The balance of a child is the sum of its entries.</summary>
internal sealed class LedgerEntry
{
    public const int ReasonLength = 500;

    public required Guid Id { get; init; }

    public required Guid FamilyId { get; init; }

    public required Guid ChildId { get; init; }

    public required EntryKind Kind { get; init; }

    /// <summary>Below 0 for a penalty.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The title of the chore, or what the parent said.</summary>
    public required string Reason { get; init; }

    /// <summary>What was approved; null for an adjustment. No assignment is paid twice: the database refuses it.</summary>
    public Guid? AssignmentId { get; init; }

    /// <summary>The parent.</summary>
    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<LedgerEntry>
    {
        private const int KindLength = 10;

        public void Configure(EntityTypeBuilder<LedgerEntry> builder)
        {
            builder.ToTable("ledger_entries");
            builder.Property(entry => entry.Id).ValueGeneratedNever();
            builder.Property(entry => entry.Kind).HasConversion<string>().HasMaxLength(KindLength);
            builder.Property(entry => entry.Amount).HasPrecision(Money.Precision, Money.Scale);
            builder.Property(entry => entry.Reason).HasMaxLength(ReasonLength);
            builder.HasOne<Family>().WithMany().HasForeignKey(entry => entry.FamilyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<User>().WithMany().HasForeignKey(entry => entry.ChildId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(entry => new { entry.FamilyId, entry.Id });
            builder.HasIndex(entry => entry.AssignmentId).IsUnique();
        }
    }
}
