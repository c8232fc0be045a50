using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Api.Background;

/// <summary>Work that is done later, by any replica.</summary>
internal sealed class Job
{
    public const int TypeLength = 50;
    public const int ErrorLength = 1000;
    public const int TraceParentLength = 55;

    public required Guid Id { get; init; }

    /// <summary>Which handler does it.</summary>
    public required string Type { get; init; }

    /// <summary>What it is about: the id of a family, an assignment.</summary>
    public required Guid Subject { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not before that.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>How often it failed.</summary>
    public int Attempts { get; set; }

    /// <summary>Dead: it failed too often, and waits for a person.</summary>
    public bool IsDead { get; set; }

    /// <summary>Why it failed last.</summary>
    public string? LastError { get; set; }

    /// <summary>The span of the request that caused it (W3C traceparent).</summary>
    public string? TraceParent { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<Job>
    {
        public void Configure(EntityTypeBuilder<Job> builder)
        {
            builder.ToTable("jobs");
            builder.Property(job => job.Id).ValueGeneratedNever();
            builder.Property(job => job.Type).HasMaxLength(TypeLength);
            builder.Property(job => job.LastError).HasMaxLength(ErrorLength);
            builder.Property(job => job.TraceParent).HasMaxLength(TraceParentLength);
            builder.HasIndex(job => new { job.IsDead, job.DueAt });
        }
    }
}
