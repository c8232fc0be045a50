using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Api.Gateway.Calls;

/// <summary>The text that a stream's events are pieces of, no more of it than <see cref="MessageContent"/> takes.</summary>
internal sealed class StreamedText
{
    private readonly SortedDictionary<int, (StringBuilder Text, string? FinishReason)> _choices = [];

    /// <summary>As an answer that was not streamed has them.</summary>
    public JsonArray Choices => new([.. _choices.Values.Select(choice => new JsonObject
    {
        ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = choice.Text.ToString() },
        ["finish_reason"] = choice.FinishReason,
    })]);

    public void Add(JsonElement choice)
    {
        var index = choice.TryGetProperty("index", out var number) && number.TryGetInt32(out var given) ? given : 0;
        var (text, finishReason) = _choices.GetValueOrDefault(index, (new(), null));
        if (choice.TryGetProperty("delta", out var delta) && AnswerReader.Text(delta, "content") is { } piece && text.Length < MessageContent.MostCharacters)
            text.Append(piece);
        _choices[index] = (text, AnswerReader.Text(choice, "finish_reason") ?? finishReason);
    }
}
