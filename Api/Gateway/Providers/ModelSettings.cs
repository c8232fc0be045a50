using System.ComponentModel.DataAnnotations;

namespace Api.Gateway.Providers;

/// <summary>A model as one provider offers it: <c>Gateway:Providers:NAME:Models:MODEL</c>.</summary>
internal sealed class ModelSettings
{
    /// <summary>What the provider calls it; none where that is the name that callers use.</summary>
    public string? Name { get; init; }

    /// <summary>Credits for 1000 tokens of a prompt.</summary>
    [Range(0, 1000)]
    public decimal InputPrice { get; init; }

    /// <summary>Credits for 1000 tokens of an answer.</summary>
    [Range(0, 1000)]
    public decimal OutputPrice { get; init; }

    /// <summary>How long an answer can be, in tokens. So much is set aside for a call that names no limit of its own.</summary>
    [Range(0, 1_000_000)]
    public int MaximumOutputTokens { get; init; } = 4096;
}
