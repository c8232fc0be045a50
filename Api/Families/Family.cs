using Api.Activities;
using Api.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Api.Families;

/// <summary>Parents and children who share chores.</summary>
internal sealed class Family
{
    public const int NameLength = 100;

    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What lets others join; null when it has expired.</summary>
    public string? InviteCode { get; set; }

    public DateTimeOffset? InviteExpiresAt { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<Family>
    {
        public void Configure(EntityTypeBuilder<Family> builder)
        {
            builder.ToTable("families");
            builder.Property(family => family.Id).ValueGeneratedNever();
            builder.Property(family => family.Name).HasMaxLength(NameLength);
            builder.Property(family => family.InviteCode).HasMaxLength(Families.InviteCode.Length);
            builder.HasIndex(family => family.InviteCode).IsUnique();
            builder.HasMany<Activity>().WithOne().HasForeignKey(activity => activity.FamilyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasMany<User>().WithOne().HasForeignKey(user => user.FamilyId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
