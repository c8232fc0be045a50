using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Api.Gateway.Credits;

/// <summary>A customer of the gateway.</summary>
internal sealed class Account
{
    public const int NameLength = 100;

    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Credits that can be spent: always the sum of the account's entries, changed in the transaction that writes them, and never below 0.</summary>
    public decimal Available { get; init; }

    /// <summary>The last credits that the account was given: what is little depends on it. 0 when there were none.</summary>
    public decimal LastGrant { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<Account>
    {
        public void Configure(EntityTypeBuilder<Account> builder)
        {
            builder.ToTable("accounts", table => table.HasCheckConstraint("CK_accounts_Available", "\"Available\" >= 0"));
            builder.Property(account => account.Id).ValueGeneratedNever();
            builder.Property(account => account.Name).HasMaxLength(NameLength);
            builder.Property(account => account.Available).HasPrecision(CreditAmount.Precision, CreditAmount.Scale);
            builder.Property(account => account.LastGrant).HasPrecision(CreditAmount.Precision, CreditAmount.Scale);
        }
    }
}
