using Microsoft.Net.Http.Headers;

namespace SimulatedProviders.OpenAi;

/// <summary>An error as OpenAI sends it: <c>{"error":{"message":…,"type":…,"param":…,"code":…}}</c>.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Type">Whose fault it is.</param>
/// <param name="Param">The field of the request, if it is one's.</param>
/// <param name="Code">What programs look at.</param>
internal sealed record OpenAiError(int Status, string Message, string Type, string? Param = null, string? Code = null)
{
    public static readonly OpenAiError NoKey = new(401, "You didn't provide an API key. Send it as Authorization: Bearer YOUR_KEY.", InvalidRequest);

    public static readonly OpenAiError WrongKey = new(401, "Incorrect API key provided.", InvalidRequest, Code: "invalid_api_key");

    public static readonly OpenAiError NoJson = new(400, "We could not parse the JSON body of your request.", InvalidRequest);

    public static readonly OpenAiError ServerError = new(500, "The server had an error while processing your request. This error is simulated.", "server_error");

    public static readonly OpenAiError Unavailable = new(503, "The engine is currently overloaded, please try again later. This outage is simulated.", "service_unavailable");

    private const string InvalidRequest = "invalid_request_error";

    /// <summary>How long to wait, for those who were too many.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public static OpenAiError UnknownProvider(string name) => new(404, $"There is no simulated provider '{name}'.", InvalidRequest);

    public static OpenAiError UnknownModel(string model) =>
        new(404, $"The model `{model}` does not exist or you do not have access to it.", InvalidRequest, Code: "model_not_found");

    public static OpenAiError Invalid(string param, string message) => new(400, message, InvalidRequest, param);

    /// <param name="what">The limit that is reached: requests or tokens.</param>
    /// <param name="wait">Until there are some again.</param>
    public static OpenAiError TooMany(string what, TimeSpan wait) =>
        new(429, $"Rate limit reached for {what} per minute. This limit is simulated.", what, Code: "rate_limit_exceeded") { RetryAfter = wait };

    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        if (RetryAfter is { } wait)
            context.Response.Headers[HeaderNames.RetryAfter] = Math.Ceiling(wait.TotalSeconds).ToString();

        return context.Response.WriteAsJsonAsync(new { error = new { message = Message, type = Type, param = Param, code = Code } }, context.RequestAborted);
    }
}
