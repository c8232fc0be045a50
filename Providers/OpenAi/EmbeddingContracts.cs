using System.Text.Json;
using System.Text.Json.Serialization;

namespace SimulatedProviders.OpenAi;

/// <param name="Input">A text or an array of texts; a text may be an array of token numbers.</param>
internal sealed record EmbeddingRequest(string? Model, JsonElement Input, string? EncodingFormat, int? Dimensions);

internal sealed record EmbeddingAnswer(string Object, IReadOnlyList<Embedding> Data, string Model, EmbeddingUsage Usage);

/// <param name="Vector">Numbers, or base64 of their bytes as float32, little end first.</param>
internal sealed record Embedding(string Object, int Index, [property: JsonPropertyName("embedding")] object Vector);

internal sealed record EmbeddingUsage(int PromptTokens, int TotalTokens);
