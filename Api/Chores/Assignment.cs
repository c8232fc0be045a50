using Api.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Api.Chores;

/// <summary>A chore that a child is to do once. A chore that recurs has one after the other.</summary>
internal sealed class Assignment
{
    public const int ReasonLength = 500;

    public required Guid Id { get; init; }

    public required Guid ChoreId { get; init; }

    public Chore Chore { get; init; } = null!;

    /// <summary>That of the chore: who may see it is asked more often than anything else.</summary>
    public required Guid FamilyId { get; init; }

    /// <summary>The child; null while it is in the pool.</summary>
    public Guid? AssigneeId { get; set; }

    public AssignmentStatus Status { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when the child has it; null while it is in the pool.</summary>
    public DateTimeOffset? AssignedAt { get; set; }

    /// <summary>When the child said last that it is done; null while it is pending.</summary>
    public DateTimeOffset? CompletedAt { get; set; }

    public DateTimeOffset? ApprovedAt { get; set; }

    /// <summary>What was paid; null until it is approved.</summary>
    public decimal? Amount { get; set; }

    /// <summary>Why a parent sent it back last; null when nobody did.</summary>
    public string? RejectionReason { get; set; }

    /// <summary>The one before it, of a chore that recurs. It has one successor: the database refuses another.</summary>
    public Guid? PreviousId { get; init; }

    /// <summary>A new assignment of a chore.</summary>
    public static Assignment Of(Chore chore, Guid? assigneeId, Guid? previousId, TimeProvider time) => new()
    {
        Id = time.NewId(),
        ChoreId = chore.Id,
        FamilyId = chore.FamilyId,
        AssigneeId = assigneeId,
        CreatedAt = time.GetUtcNow(),
        AssignedAt = assigneeId is null ? null : time.GetUtcNow(),
        PreviousId = previousId,
    };

    internal sealed class Mapping : IEntityTypeConfiguration<Assignment>
    {
        public void Configure(EntityTypeBuilder<Assignment> builder)
        {
            builder.ToTable("assignments");
            builder.Property(assignment => assignment.Id).ValueGeneratedNever();
            builder.Property(assignment => assignment.Status).HasConversion<string>().HasMaxLength(Chore.Mapping.EnumLength);
            builder.Property(assignment => assignment.Amount).HasPrecision(Money.Precision, Money.Scale);
            builder.Property(assignment => assignment.RejectionReason).HasMaxLength(ReasonLength);
            builder.HasOne<User>().WithMany().HasForeignKey(assignment => assignment.AssigneeId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(assignment => new { assignment.FamilyId, assignment.Id });
            builder.HasIndex(assignment => assignment.ChoreId);
            builder.HasIndex(assignment => assignment.AssigneeId);
            builder.HasIndex(assignment => assignment.PreviousId).IsUnique();
            builder.HasIndex(assignment => assignment.Status).HasFilter("\"Status\" = 'Completed'"); // those that wait for a parent are counted every few seconds
        }
    }
}
