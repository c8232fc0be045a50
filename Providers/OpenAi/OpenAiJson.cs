using System.Text.Json;

namespace SimulatedProviders.OpenAi;

/// <summary>How OpenAI writes JSON.</summary>
internal static class OpenAiJson
{
    public static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Reads a request's body. Fields that are not known are left alone, as there are always new ones.</summary>
    /// <returns>The request, or why it is none.</returns>
    public static async Task<(T? Request, OpenAiError? Error)> ReadAsync<T>(Call call) where T : class
    {
        try
        {
            var request = await JsonSerializer.DeserializeAsync<T>(call.Context.Request.Body, Options, call.Cancelled);
            return request is null ? (null, OpenAiError.NoJson) : (request, null);
        }
        catch (JsonException exception) when (exception.Path is { Length: > 1 } path)
        {
            var field = path.TrimStart('$', '.');
            return (null, OpenAiError.Invalid(field, $"Invalid type for '{field}'."));
        }
        catch (JsonException)
        {
            return (null, OpenAiError.NoJson);
        }
    }

    /// <summary>Answers, and counts it.</summary>
    public static async Task AnswerAsync<T>(Call call, T body)
    {
        call.Cancelled.ThrowIfCancellationRequested();
        call.End(CallOutcome.Answered);
        await call.Context.Response.WriteAsJsonAsync(body, Options, call.Cancelled);
    }
}
