using System.Text.Json.Nodes;

namespace Api.Gateway.Calls;

/// <summary>
/// What was said in a chat, for traces: only where <see cref="Setting"/> is true, for it may be anything that people confide. In the JSON of OpenTelemetry's conventions, a
/// list of roles with parts: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/#capturing-instructions-inputs-and-outputs
/// </summary>
internal sealed class MessageContent
{
    public const string Setting = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

    /// <summary>Characters of text of a prompt or an answer, after which the rest is left out: destinations refuse spans of megabytes.</summary>
    public const int MostCharacters = 64 * 1024;

    private int _left = MostCharacters;

    private MessageContent()
    {
    }

    /// <summary>The value of <c>gen_ai.input.messages</c>.</summary>
    /// <param name="messages">Of the request.</param>
    public static string OfPrompt(JsonNode? messages) => new MessageContent().Read(messages).ToJsonString();

    /// <summary>The value of <c>gen_ai.output.messages</c>.</summary>
    /// <param name="choices">Of the answer.</param>
    public static string OfAnswer(JsonNode? choices)
    {
        var content = new MessageContent();
        return new JsonArray([.. Objects(choices).Select(choice =>
        {
            var message = content.Read(choice["message"] as JsonObject ?? []);
            message["finish_reason"] = Text(choice, "finish_reason");
            return message;
        })]).ToJsonString();
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => list is JsonArray array ? array.OfType<JsonObject>() : [];

    private static string? Text(JsonObject json, string field) => json[field] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private JsonArray Read(JsonNode? messages) => new([.. Objects(messages).Select(Read)]);

    private JsonObject Read(JsonObject message) => new()
    {
        ["role"] = Text(message, "role") ?? "assistant",
        ["parts"] = new JsonArray([.. PartsOf(message)]),
    };

    private IEnumerable<JsonNode> PartsOf(JsonObject message)
    {
        if (Text(message, "tool_call_id") is { } id)
        {
            var response = Text(message, "content") ?? string.Concat(Objects(message["content"]).Select(part => Text(part, "text")));
            yield return new JsonObject { ["type"] = "tool_call_response", ["id"] = id, ["response"] = Cut(response) };
            yield break;
        }

        if (Text(message, "content") is { } content)
            yield return TextPart(content);
        foreach (var part in Objects(message["content"])) // of what is not text, such as an image, the type alone
            yield return Text(part, "text") is { } text ? TextPart(text) : new JsonObject { ["type"] = Text(part, "type") };
        foreach (var call in Objects(message["tool_calls"]))
        {
            var function = call["function"] as JsonObject ?? [];
            yield return new JsonObject { ["type"] = "tool_call", ["id"] = Text(call, "id"), ["name"] = Text(function, "name"), ["arguments"] = Cut(Text(function, "arguments")) };
        }
    }

    private JsonObject TextPart(string text) => new() { ["type"] = "text", ["content"] = Cut(text) };

    private string Cut(string? text)
    {
        var kept = text is null ? "" : text.Length <= _left ? text : text[.._left];
        _left -= kept.Length;
        return kept;
    }
}
