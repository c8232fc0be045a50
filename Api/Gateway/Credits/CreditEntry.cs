using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Api.Gateway.Credits;

/// <summary>Credits that an account got or lost. An entry is never changed or deleted: the database refuses it.</summary>
internal sealed class CreditEntry
{
    public const int ReasonLength = 500;

    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required CreditEntryKind Kind { get; init; }

    /// <summary>Below 0 for what was set aside or charged.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Which call; null for a grant. A call has one entry of a kind: the database refuses another.</summary>
    public Guid? ReservationId { get; init; }

    /// <summary>Of a grant.</summary>
    public string? Reason { get; init; }

    /// <summary>Of a charge, as the three below.</summary>
    public string? Model { get; init; }

    public string? Provider { get; init; }

    public int? InputTokens { get; init; }

    public int? OutputTokens { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<CreditEntry>
    {
        private const int KindLength = 12;
        private const int NameLength = 100;

        public void Configure(EntityTypeBuilder<CreditEntry> builder)
        {
            builder.ToTable("credit_entries");
            builder.Property(entry => entry.Id).ValueGeneratedNever();
            builder.Property(entry => entry.Kind).HasConversion<string>().HasMaxLength(KindLength);
            builder.Property(entry => entry.Amount).HasPrecision(CreditAmount.Precision, CreditAmount.Scale);
            builder.Property(entry => entry.Reason).HasMaxLength(ReasonLength);
            builder.Property(entry => entry.Model).HasMaxLength(NameLength);
            builder.Property(entry => entry.Provider).HasMaxLength(NameLength);
            builder.HasOne<Account>().WithMany().HasForeignKey(entry => entry.AccountId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(entry => new { entry.AccountId, entry.Id });
            builder.HasIndex(entry => new { entry.ReservationId, entry.Kind }).IsUnique();
        }
    }
}
