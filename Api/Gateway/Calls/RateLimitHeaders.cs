using System.Globalization;
using Api.Gateway.Keys;

namespace Api.Gateway.Calls;

/// <summary>Tells callers what their key may still do this minute, in the headers that clients of OpenAI's API know.</summary>
internal static class RateLimitHeaders
{
    public static void Set(HttpResponse response, Admission admission)
    {
        Set(response, "requests", admission.Requests);
        Set(response, "tokens", admission.Tokens);
    }

    private static void Set(HttpResponse response, string what, RateLimit? limit)
    {
        if (limit is null)
            return;

        response.Headers[$"x-ratelimit-limit-{what}"] = limit.Limit.ToString(CultureInfo.InvariantCulture);
        response.Headers[$"x-ratelimit-remaining-{what}"] = limit.Left.ToString(CultureInfo.InvariantCulture);
        response.Headers[$"x-ratelimit-reset-{what}"] = string.Create(CultureInfo.InvariantCulture, $"{limit.FullIn.TotalSeconds:0.###}s");
    }
}
