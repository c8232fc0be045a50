using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Api.Identity;

/// <summary>What a log-in begins and a log-out ends. Tokens are good as long as their session is.</summary>
internal sealed class Session
{
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>When the user logged in.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends by itself, unless its tokens are refreshed before.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When it was ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<Session>
    {
        public void Configure(EntityTypeBuilder<Session> builder)
        {
            builder.ToTable("sessions");
            builder.Property(session => session.Id).ValueGeneratedNever();
            builder.HasOne<User>().WithMany().HasForeignKey(session => session.UserId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(session => session.CreatedAt);
            builder.HasIndex(session => session.ExpiresAt);
        }
    }
}
