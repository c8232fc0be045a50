using System.Globalization;
using System.Net.Http.Headers;

namespace Api.Gateway.Providers;

/// <summary>How many requests and tokens a provider says that it still takes, in OpenAI's headers. The last word counts, however old it is.</summary>
internal sealed class RemainingLimits
{
    private const long Untold = -1;

    private long _requests = Untold;
    private long _tokens = Untold;

    /// <summary>Null until it has told.</summary>
    public long? Requests => Told(ref _requests);

    /// <summary>Null until it has told.</summary>
    public long? Tokens => Told(ref _tokens);

    /// <summary>Reads the head of an answer. What is no whole number from 0 on is as if it were not there.</summary>
    public void Read(HttpResponseHeaders headers)
    {
        Read(headers, "x-ratelimit-remaining-requests", ref _requests);
        Read(headers, "x-ratelimit-remaining-tokens", ref _tokens);
    }

    private static void Read(HttpResponseHeaders headers, string name, ref long remaining)
    {
        if (headers.NonValidated.TryGetValues(name, out var values) && long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var told))
            Volatile.Write(ref remaining, told);
    }

    private static long? Told(ref long remaining) => Volatile.Read(ref remaining) is var told and not Untold ? told : null;
}
