using System.Globalization;
using System.Text.Json.Nodes;

namespace Api.Gateway.Calls;

/// <summary>Why a call has no answer, in the words that clients of OpenAI's API know.</summary>
/// <param name="status">HTTP's status.</param>
/// <param name="type">Such as invalid_request_error.</param>
/// <param name="code">Such as model_not_found; null where there is no more to say than the type does.</param>
/// <param name="message">What is wrong, and what would be right.</param>
internal sealed class OpenAiException(int status, string type, string? code, string message) : Exception(message)
{
    public int Status => status;

    /// <summary>What it is called among few others.</summary>
    public string Name => code ?? type;

    /// <summary>Which field of the request is meant; null when it is none of them.</summary>
    public string? Field { get; init; }

    /// <summary>When to try again; null when that is of no use.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How the call is counted; null where it is not, as nothing that can be a label is known of it.</summary>
    public CallStatus? CountedAs { get; init; }

    public static OpenAiException Invalid(string message, string? field = null) => new(StatusCodes.Status400BadRequest, "invalid_request_error", code: null, message) { Field = field };

    public static OpenAiException UnknownModel(string model) =>
        new(StatusCodes.Status404NotFound, "invalid_request_error", "model_not_found", $"There is no model '{model}'. GET /v1/models lists those that there are.") { Field = "model" };

    /// <summary>The JSON that says it: <c>{"error":{"message","type","param","code"}}</c>.</summary>
    public string ToJson() => new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = Message, ["type"] = type, ["param"] = Field, ["code"] = code },
    }.ToJsonString();

    /// <summary>Answers with it.</summary>
    public Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        if (RetryAfter is { } delay)
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        return response.WriteAsync(ToJson(), CancellationToken.None);
    }
}
