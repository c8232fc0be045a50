using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Api.Gateway.Credits;

/// <summary>What is set aside for a call that has not been settled. Whoever deletes the row settles it; what became of it is in the ledger.</summary>
internal sealed class OpenReservation
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required Guid KeyId { get; init; }

    /// <summary>Credits.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Of the key's limit.</summary>
    public required long Tokens { get; init; }

    /// <summary>The call has ended by then, however it ended: the process that made it is gone.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<OpenReservation>
    {
        public void Configure(EntityTypeBuilder<OpenReservation> builder)
        {
            builder.ToTable("credit_reservations");
            builder.Property(reservation => reservation.Id).ValueGeneratedNever();
            builder.Property(reservation => reservation.Amount).HasPrecision(CreditAmount.Precision, CreditAmount.Scale);
            builder.HasOne<Account>().WithMany().HasForeignKey(reservation => reservation.AccountId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(reservation => reservation.AccountId);
            builder.HasIndex(reservation => reservation.ExpiresAt);
        }
    }
}
