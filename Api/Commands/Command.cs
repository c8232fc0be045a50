using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Api.Commands;

/// <summary>A change that was made. Its row is written in the transaction of the change: who finds it knows that the change was committed.</summary>
internal sealed class Command
{
    public const int LocationLength = 200;

    /// <summary>SHA-256 of the key (<see cref="CommandKey"/>).</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>Of the run that made the change: another run with the same key has another.</summary>
    public required Guid RunId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What was asked for; null when nobody can ask for it again.</summary>
    public byte[]? Fingerprint { get; init; }

    /// <summary>HTTP's status of the answer.</summary>
    public int Status { get; init; }

    public string? Location { get; init; }

    /// <summary>UTF-8 JSON; null when the answer has no body.</summary>
    public byte[]? Body { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<Command>
    {
        public void Configure(EntityTypeBuilder<Command> builder)
        {
            builder.ToTable("commands");
            builder.HasKey(command => command.KeyHash);
            builder.Property(command => command.Location).HasMaxLength(LocationLength);
            builder.HasIndex(command => command.CreatedAt);
        }
    }
}
