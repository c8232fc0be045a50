using System.Text.Json;
using System.Text.Json.Serialization;

namespace SimulatedProviders.OpenAi;

/// <summary>What of a chat completion's request has a meaning here.</summary>
internal sealed record ChatRequest(
    string? Model, IReadOnlyList<ChatMessage>? Messages, bool? Stream, StreamOptions? StreamOptions, int? MaxTokens, int? MaxCompletionTokens);

/// <param name="Content">A text, or parts of which some are text.</param>
internal sealed record ChatMessage(JsonElement Content);

internal sealed record StreamOptions(bool? IncludeUsage);

internal sealed record ChatAnswer(
    string Id, string Object, long Created, string Model, IReadOnlyList<ChatChoice> Choices, ChatUsage Usage, string ServiceTier, string SystemFingerprint);

internal sealed record ChatChoice(int Index, AnswerMessage Message, object? Logprobs, string FinishReason);

internal sealed record AnswerMessage(string Role, string Content, string? Refusal, IReadOnlyList<object> Annotations);

/// <param name="Usage">Not there, null or the usage: <c>include_usage</c> gives every chunk a null and the last the usage.</param>
internal sealed record ChatChunk(
    string Id,
    string Object,
    long Created,
    string Model,
    string ServiceTier,
    string SystemFingerprint,
    IReadOnlyList<ChunkChoice> Choices,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Usage);

internal sealed record ChunkChoice(int Index, ChunkDelta Delta, object? Logprobs, string? FinishReason);

internal sealed record ChunkDelta(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Role = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Content = null);

internal sealed record ChatUsage(int PromptTokens, int CompletionTokens, int TotalTokens, PromptTokensDetails PromptTokensDetails, CompletionTokensDetails CompletionTokensDetails)
{
    public static ChatUsage Of(int prompt, int completion) => new(prompt, completion, prompt + completion, new(0, 0), new(0, 0, 0, 0));
}

internal sealed record PromptTokensDetails(int CachedTokens, int AudioTokens);

internal sealed record CompletionTokensDetails(int ReasoningTokens, int AudioTokens, int AcceptedPredictionTokens, int RejectedPredictionTokens);
