using Api.Families;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Api.Chores;

/// <summary>Something to do, and what one gets for it.</summary>
internal sealed class Chore
{
    /// <summary>Digits behind the point of a cool-down in hours.</summary>
    public const int CooldownScale = 2;

    public const int TitleLength = 200;
    public const int DescriptionLength = 2000;

    public required Guid Id { get; init; }

    public required Guid FamilyId { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    public required ChoreMode Mode { get; init; }

    /// <summary>The least that is paid for it; with a fixed reward the same as <see cref="RewardMaximum"/>.</summary>
    public required decimal RewardMinimum { get; init; }

    /// <summary>The most that is paid for it.</summary>
    public required decimal RewardMaximum { get; init; }

    /// <summary>How long after its approval it is to be done again; null for once.</summary>
    public decimal? CooldownHours { get; init; }

    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a parent took it away; null while it is there.</summary>
    public DateTimeOffset? ArchivedAt { get; set; }

    public List<Assignment> Assignments { get; } = [];

    internal sealed class Mapping : IEntityTypeConfiguration<Chore>
    {
        public const int EnumLength = 20;

        public void Configure(EntityTypeBuilder<Chore> builder)
        {
            builder.ToTable("chores");
            builder.Property(chore => chore.Id).ValueGeneratedNever();
            builder.Property(chore => chore.Title).HasMaxLength(TitleLength);
            builder.Property(chore => chore.Description).HasMaxLength(DescriptionLength);
            builder.Property(chore => chore.Mode).HasConversion<string>().HasMaxLength(EnumLength);
            builder.Property(chore => chore.RewardMinimum).HasPrecision(Money.Precision, Money.Scale);
            builder.Property(chore => chore.RewardMaximum).HasPrecision(Money.Precision, Money.Scale);
            builder.Property(chore => chore.CooldownHours).HasPrecision(6, CooldownScale);
            builder.HasOne<Family>().WithMany().HasForeignKey(chore => chore.FamilyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasMany(chore => chore.Assignments).WithOne(assignment => assignment.Chore).HasForeignKey(assignment => assignment.ChoreId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(chore => new { chore.FamilyId, chore.Id });
        }
    }
}
