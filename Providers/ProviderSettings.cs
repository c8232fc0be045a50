using System.ComponentModel.DataAnnotations;

namespace SimulatedProviders;

/// <summary>What a provider is told to be. Times are milliseconds unless the name says otherwise; a token is a word.</summary>
internal sealed record ProviderSettings : IValidatableObject
{
    private const double TenMinutes = 600_000;
    private const double Day = 86_400;

    /// <summary>The same seed gives the same answers, latencies and errors, request by request.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The key that callers need; null takes any.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Half of all answers begin sooner. The distribution is log-normal.</summary>
    [Range(0, TenMinutes)]
    public double LatencyMedian { get; init; } = 300;

    /// <summary>99 of 100 answers begin sooner.</summary>
    [Range(0, TenMinutes)]
    public double LatencyP99 { get; init; } = 1000;

    /// <summary>How fast an answer goes on once it has begun.</summary>
    [Range(0.01, 1_000_000)]
    public double TokensPerSecond { get; init; } = 80;

    /// <summary>All times are multiplied by it; 0 waits for nothing.</summary>
    [Range(0, 100)]
    public double LatencyScale { get; init; } = 1;

    /// <summary>Half of all answers are shorter, in tokens. The distribution is log-normal.</summary>
    [Range(1, 10_000)]
    public int OutputMedian { get; init; } = 40;

    /// <summary>99 of 100 answers are shorter, in tokens.</summary>
    [Range(1, 10_000)]
    public int OutputP99 { get; init; } = 160;

    /// <summary>The share of requests that are answered with 500.</summary>
    [Range(0, 1)]
    public double ErrorRate { get; init; }

    /// <summary>More requests in a minute are answered with 429; null takes all.</summary>
    [Range(1, int.MaxValue)]
    public int? RequestsPerMinute { get; init; }

    /// <summary>Once answers have taken so many tokens in a minute, their prompts' included, requests are answered with 429; null takes all.</summary>
    [Range(1, int.MaxValue)]
    public int? TokensPerMinute { get; init; }

    [EnumDataType(typeof(Outage))]
    public Outage Outage { get; init; }

    /// <summary>How many events of a stream <see cref="Outage.Break"/> and <see cref="Outage.Stall"/> let through; a stream that has no more comes whole.</summary>
    [Range(0, int.MaxValue)]
    public int ChunksBeforeOutage { get; init; } = 3;

    /// <summary>A provider that wobbles is degraded in the last third of every so many seconds; 0 does not wobble.</summary>
    [Range(0, Day)]
    public double WobbleSeconds { get; init; }

    /// <summary>What it is while it wobbles: five times as slow, and every third request fails.</summary>
    public ProviderSettings Degraded() => this with
    {
        LatencyMedian = LatencyMedian * 5,
        LatencyP99 = LatencyP99 * 5,
        TokensPerSecond = TokensPerSecond / 5,
        ErrorRate = Math.Max(ErrorRate, 1 / 3.0),
    };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (LatencyP99 < LatencyMedian)
            yield return new("LatencyP99 must not be below LatencyMedian.", [nameof(LatencyP99)]);
        if (OutputP99 < OutputMedian)
            yield return new("OutputP99 must not be below OutputMedian.", [nameof(OutputP99)]);
    }

    /// <summary>What of it cannot be; nothing where all can.</summary>
    public IReadOnlyList<ValidationResult> Errors()
    {
        var errors = new List<ValidationResult>();
        Validator.TryValidateObject(this, new(this), errors, validateAllProperties: true);
        return errors;
    }
}
