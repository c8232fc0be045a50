using System.Text.Json;

namespace Api.Gateway.Calls;

/// <summary>Reads of answers what credits and telemetry need.</summary>
internal static class AnswerReader
{
    /// <summary>A text of an object; null when it has none.</summary>
    public static string? Text(JsonElement json, string field) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? Unescape(value) : null;

    /// <summary>The field <c>usage</c>; null when there is none, or one that makes no sense.</summary>
    public static TokenUsage? UsageOf(JsonElement answer)
    {
        if (!answer.TryGetProperty("usage", out var usage) || usage.ValueKind != JsonValueKind.Object)
            return null;

        return Count(usage, "prompt_tokens") is { } input ? new(input, Count(usage, "completion_tokens") ?? 0) : null;
    }

    /// <summary>Why the first of the answers ended; null when it does not say.</summary>
    public static string? FinishReasonOf(JsonElement answer) =>
        answer.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0 ? Text(choices[0], "finish_reason") : null;

    private static string? Unescape(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // it has half of a surrogate pair
        }
    }

    private static int? Count(JsonElement usage, string field) =>
        usage.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0 ? count : null;
}
