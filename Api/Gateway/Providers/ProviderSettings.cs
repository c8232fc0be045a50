using System.ComponentModel.DataAnnotations;

namespace Api.Gateway.Providers;

/// <summary>A provider of models as the configuration has it: <c>Gateway:Providers:NAME</c>.</summary>
internal sealed class ProviderSettings
{
    /// <summary>Where its OpenAI-compatible API is, such as https://api.openai.com/v1.</summary>
    [Required]
    public Uri? BaseAddress { get; init; }

    /// <summary>What it knows the gateway by: a secret. None for a provider that wants none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>How much of the traffic it gets compared with others that are as well as it is.</summary>
    [Range(1, 1_000_000)]
    public int Weight { get; init; } = 1;

    /// <summary>How long it may take until its answer begins, and then from one event of a stream to the next.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it usually takes at most until its answer begins: what takes longer costs it health.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan Slow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many calls it may have at once.</summary>
    [Range(1, 100_000)]
    public int Concurrency { get; init; } = 100;

    /// <summary>Its models by the name that callers use.</summary>
    public IReadOnlyDictionary<string, ModelSettings> Models { get; init; } = new Dictionary<string, ModelSettings>(StringComparer.Ordinal);
}
