namespace Api.Gateway.Calls;

/// <summary>What models can be asked for.</summary>
/// <param name="Name">As OpenTelemetry's conventions for generative AI call it.</param>
/// <param name="Path">Below the address of a provider, and below <c>/v1</c> here.</param>
/// <param name="HasOutput">Whether the answer has tokens of its own, which cost.</param>
internal sealed record ModelOperation(string Name, string Path, bool HasOutput)
{
    public static readonly ModelOperation Chat = new("chat", "chat/completions", HasOutput: true);

    public static readonly ModelOperation Embeddings = new("embeddings", "embeddings", HasOutput: false);
}
