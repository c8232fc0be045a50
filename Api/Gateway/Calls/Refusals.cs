using Api.Gateway.Keys;
using Api.Gateway.Providers;

namespace Api.Gateway.Calls;

/// <summary>What a caller is told who gets no answer.</summary>
internal static class Refusals
{
    private const string InvalidRequest = "invalid_request_error";
    private const string ServerError = "server_error";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>The call was not let through.</summary>
    public static OpenAiException Of(AdmissionRefusal refusal, TimeSpan? retryAfter = null) => refusal switch
    {
        AdmissionRefusal.UnknownKey => Key("Send a key of this gateway: Authorization: Bearer sk-gw-…"),
        AdmissionRefusal.RevokedKey => Key("This key was revoked. Ask the administrator for another one."),
        AdmissionRefusal.ExpiredKey => Key("This key has expired. Ask the administrator for another one."),
        AdmissionRefusal.ModelNotAllowed => new(StatusCodes.Status403Forbidden, InvalidRequest, "model_not_allowed", "This key is not for that model. GET /v1/models lists those that it is for.") { Field = "model" },
        AdmissionRefusal.RequestLimit => Limit("requests", retryAfter, retryAfter is null),
        AdmissionRefusal.TokenLimit => Limit("tokens", retryAfter, retryAfter is null),
        AdmissionRefusal.InsufficientCredits => new(
            StatusCodes.Status402PaymentRequired, "insufficient_quota", "insufficient_credits",
            "The account has not the credits that this call could cost. Ask for a shorter answer (max_completion_tokens), or the administrator for more credits.")
        {
            CountedAs = CallStatus.InsufficientCredits,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, message: null),
    };

    /// <summary>Nobody answered.</summary>
    /// <param name="failures">Why each who was asked did not; at least one.</param>
    public static OpenAiException Of(IReadOnlyList<ProviderException> failures)
    {
        var told = string.Join(' ', failures.Select(failure => failure.Message));
        if (failures.All(failure => failure.Reason is FailureReason.RateLimited or FailureReason.Busy))
        {
            return new(StatusCodes.Status429TooManyRequests, "rate_limit_error", "providers_busy", $"The providers have enough to do. {told}")
            {
                CountedAs = CallStatus.RateLimited,
                RetryAfter = failures.Min(failure => failure.RetryAfter) ?? Soon,
            };
        }

        return failures.All(failure => failure.Reason is FailureReason.Timeout)
            ? Of(failures[^1])
            : new(StatusCodes.Status503ServiceUnavailable, ServerError, "providers_unavailable", $"No provider could answer. {told}")
            {
                CountedAs = CallStatus.Error,
                RetryAfter = failures.Min(failure => failure.RetryAfter) ?? Soon,
            };
    }

    /// <summary>The one who was to answer did not, or not to the end.</summary>
    public static OpenAiException Of(ProviderException failure) => failure.Reason is FailureReason.Timeout
        ? new(StatusCodes.Status504GatewayTimeout, ServerError, "provider_timeout", failure.Message) { CountedAs = CallStatus.Timeout }
        : new(StatusCodes.Status502BadGateway, ServerError, "provider_failed", failure.Message) { CountedAs = CallStatus.Error };

    private static OpenAiException Key(string message) => new(StatusCodes.Status401Unauthorized, InvalidRequest, "invalid_api_key", message);

    private static OpenAiException Limit(string what, TimeSpan? retryAfter, bool isForEver) => new(
        StatusCodes.Status429TooManyRequests, what, "rate_limit_exceeded",
        isForEver ? $"This call wants more {what} than the key may have in a minute. Ask for a shorter answer (max_completion_tokens)." : $"The key has had its {what} of this minute.")
    {
        CountedAs = CallStatus.RateLimited,
        RetryAfter = retryAfter,
    };
}
