using System.Text.Json;

namespace Api.Gateway.Calls;

/// <summary>What a stream has used so far: what its provider says, or, until it does, a token for each event with a piece of an answer.</summary>
/// <param name="request">The request that it answers.</param>
/// <param name="text">Where its text is kept; null when it is not.</param>
internal sealed class StreamUsage(ModelRequest request, StreamedText? text)
{
    private int _pieces;
    private TokenUsage? _reported; // by the provider

    public TokenUsage Tokens => _reported ?? new(request.LikelyInputTokens, _pieces);

    /// <summary>Whether a piece of an answer was there.</summary>
    public bool HasBegun => _pieces > 0;

    /// <summary>What the provider calls the model that answers.</summary>
    public string? Model { get; private set; }

    public string? Id { get; private set; }

    public string? FinishReason { get; private set; }

    /// <summary>What was said; null when it is not kept.</summary>
    public StreamedText? Text => text;

    /// <summary>Reads an event.</summary>
    /// <returns>Whether it is for the caller: that with the usage alone is only for one who asked for it.</returns>
    public bool Read(string data)
    {
        try
        {
            using var json = JsonDocument.Parse(data);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return true;

            Model ??= AnswerReader.Text(root, "model");
            Id ??= AnswerReader.Text(root, "id");
            _reported = AnswerReader.UsageOf(root) ?? _reported;
            var choices = root.TryGetProperty("choices", out var all) && all.ValueKind == JsonValueKind.Array ? all.EnumerateArray().Where(choice => choice.ValueKind == JsonValueKind.Object).ToList() : [];
            foreach (var choice in choices)
            {
                text?.Add(choice);
                FinishReason = AnswerReader.Text(choice, "finish_reason") ?? FinishReason;
                if (choice.TryGetProperty("delta", out var delta) && IsPiece(delta))
                    _pieces++;
            }

            return choices.Count > 0 || _reported is null || request.WantsUsage;
        }
        catch (JsonException)
        {
            return true; // whatever it is, it is for the caller to understand
        }
    }

    // The first event has a role and an empty text; pieces of calls of tools count as those of text.
    private static bool IsPiece(JsonElement delta) =>
        delta.ValueKind == JsonValueKind.Object
        && delta.EnumerateObject().Any(field => field.Name != "role" && field.Value.ValueKind switch
        {
            JsonValueKind.String => !field.Value.ValueEquals(""),
            JsonValueKind.Array => field.Value.GetArrayLength() > 0,
            JsonValueKind.Object => true,
            _ => false,
        });
}
