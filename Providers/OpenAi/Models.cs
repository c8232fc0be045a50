namespace SimulatedProviders.OpenAi;

/// <summary>The models that every provider has.</summary>
internal static class Models
{
    public const string Embedding = "embed";

    public static readonly IReadOnlyList<string> Chat = ["small-chat", "large-chat"];

    public static readonly IReadOnlyList<string> All = [.. Chat, Embedding];
}
