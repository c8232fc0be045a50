using System.Text.Json;

namespace SimulatedProviders.OpenAi;

/// <summary>An answer of a model, as a whole or in chunks.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Created">When it was made, in seconds since 1970.</param>
/// <param name="Model">Who says it.</param>
/// <param name="Tokens">Its text.</param>
/// <param name="FinishReason">Why it ends: <c>stop</c>, or <c>length</c> where it was to be no longer.</param>
/// <param name="Usage">What it cost.</param>
internal sealed record Completion(string Id, long Created, string Model, IReadOnlyList<string> Tokens, string FinishReason, ChatUsage Usage)
{
    private const string Tier = "default";
    private const string Fingerprint = "fp_simulated";

    private static readonly JsonElement Null = JsonSerializer.SerializeToElement<object?>(null);

    public static Completion Of(Call call, ChatRequest request)
    {
        var (wanted, random) = (call.Fate.Tokens, call.Fate.Random);
        var limit = Math.Min(request.MaxTokens ?? int.MaxValue, request.MaxCompletionTokens ?? int.MaxValue);
        var id = $"chatcmpl-{random.NextInt64():x16}";
        var tokens = Words.Draw(random, Math.Min(wanted, limit));
        var usage = ChatUsage.Of(request.Messages!.Sum(message => TokensOf(message.Content)), tokens.Count);
        return new(id, call.Now.ToUnixTimeSeconds(), request.Model!, tokens, wanted > limit ? "length" : "stop", usage);
    }

    public ChatAnswer Whole()
    {
        var message = new AnswerMessage("assistant", string.Concat(Tokens), Refusal: null, Annotations: []);
        return new(Id, "chat.completion", Created, Model, [new(0, message, Logprobs: null, FinishReason)], Usage, Tier, Fingerprint);
    }

    /// <summary>The chunks, each with the number of tokens that have been said with it.</summary>
    public IEnumerable<(int Tokens, ChatChunk Chunk)> Chunks(bool includeUsage)
    {
        JsonElement? noUsage = includeUsage ? Null : null;

        yield return (0, Chunk([new(0, new("assistant", ""), Logprobs: null, FinishReason: null)], noUsage));
        for (var index = 0; index < Tokens.Count; index++)
            yield return (index + 1, Chunk([new(0, new(Content: Tokens[index]), Logprobs: null, FinishReason: null)], noUsage));
        yield return (Tokens.Count, Chunk([new(0, new(), Logprobs: null, FinishReason)], noUsage));

        if (includeUsage)
            yield return (Tokens.Count, Chunk([], JsonSerializer.SerializeToElement(Usage, OpenAiJson.Options)));
    }

    private ChatChunk Chunk(IReadOnlyList<ChunkChoice> choices, JsonElement? usage) => new(Id, "chat.completion.chunk", Created, Model, Tier, Fingerprint, choices, usage);

    /// <summary>The words of a message: those of its text, or of the texts among its parts.</summary>
    private static int TokensOf(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => Words.Count(content.GetString()!),
        JsonValueKind.Array => content.EnumerateArray().Sum(TokensOf),
        JsonValueKind.Object when content.TryGetProperty("text", out var text) => TokensOf(text),
        _ => 0,
    };
}
