using System.Linq.Expressions;
using Api.Gateway.Credits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Api.Gateway.Keys;

/// <summary>What lets a client in, and how much it may do.</summary>
internal sealed class ApiKey
{
    public const int NameLength = 100;

    public static readonly Expression<Func<ApiKey, ApiKeyResponse>> Response = key =>
        new(key.Id, key.Name, key.Prefix, key.Models, key.RequestsPerMinute, key.TokensPerMinute, key.CreatedAt, key.ExpiresAt, key.RevokedAt);

    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required string Name { get; init; }

    /// <summary>What is shown of it.</summary>
    public required string Prefix { get; init; }

    /// <summary>SHA-256 of the whole, which is stored nowhere.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The models that it is for, by their public names; null for all.</summary>
    public string[]? Models { get; init; }

    /// <summary>Null where the account's plan says it, and without a plan nobody.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>As the requests.</summary>
    public int? TokensPerMinute { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>It is good until then; null for ever.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>What was left in the buckets at <see cref="FilledAt"/>: see <see cref="TokenBucket"/>.</summary>
    public decimal RequestsLeft { get; init; }

    public decimal TokensLeft { get; init; }

    public required DateTimeOffset FilledAt { get; init; }

    /// <summary>Neither revoked nor expired.</summary>
    public static Expression<Func<ApiKey, bool>> IsGood(DateTimeOffset now) => key => key.RevokedAt == null && (key.ExpiresAt == null || key.ExpiresAt > now);

    internal sealed class Mapping : IEntityTypeConfiguration<ApiKey>
    {
        public void Configure(EntityTypeBuilder<ApiKey> builder)
        {
            builder.ToTable("api_keys");
            builder.Property(key => key.Id).ValueGeneratedNever();
            builder.Property(key => key.Name).HasMaxLength(NameLength);
            builder.Property(key => key.Prefix).HasMaxLength(ApiKeySecret.PrefixLength);
            builder.Property(key => key.RequestsLeft).HasPrecision(TokenBucket.Precision, TokenBucket.Scale);
            builder.Property(key => key.TokensLeft).HasPrecision(TokenBucket.Precision, TokenBucket.Scale);
            builder.HasOne<Account>().WithMany().HasForeignKey(key => key.AccountId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(key => new { key.AccountId, key.Id });
            builder.HasIndex(key => key.Hash).IsUnique();
        }
    }
}
