using System.Globalization;
using SimulatedProviders.OpenAi;

namespace SimulatedProviders;

/// <summary>What a provider has given of this minute, which begins with the first request after the minute before.</summary>
/// <param name="time">The clock.</param>
internal sealed class MinuteLimits(TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _begin;
    private long _requests;
    private long _tokens;

    private TimeSpan Rest => Minute - time.GetElapsedTime(_begin!.Value);

    /// <summary>Takes a request, as long as there are requests and tokens.</summary>
    /// <returns>Null where there were, else what to say.</returns>
    public OpenAiError? TakeRequest(ProviderSettings limits)
    {
        lock (_lock)
        {
            Advance();
            if (_requests >= limits.RequestsPerMinute)
                return OpenAiError.TooMany("requests", Rest);
            if (_tokens >= limits.TokensPerMinute)
                return OpenAiError.TooMany("tokens", Rest);

            _requests++;
            return null;
        }
    }

    /// <summary>Takes the tokens of a request that is answered, even those that there are not: how many it takes is known only then.</summary>
    public void TakeTokens(int count)
    {
        lock (_lock)
        {
            Advance();
            _tokens += count;
        }
    }

    /// <summary>Says in OpenAI's headers what is left. Of what has no limit nothing is said.</summary>
    public void Tell(ProviderSettings limits, IHeaderDictionary headers)
    {
        lock (_lock)
        {
            Advance();
            Tell("requests", limits.RequestsPerMinute, _requests);
            Tell("tokens", limits.TokensPerMinute, _tokens);
        }

        void Tell(string what, int? limit, long used)
        {
            if (limit is not { } most)
                return;

            headers[$"x-ratelimit-limit-{what}"] = most.ToString(CultureInfo.InvariantCulture);
            headers[$"x-ratelimit-remaining-{what}"] = Math.Max(0, most - used).ToString(CultureInfo.InvariantCulture);
        }
    }

    private void Advance()
    {
        if (_begin is null || Rest <= TimeSpan.Zero)
            (_begin, _requests, _tokens) = (time.GetTimestamp(), 0, 0);
    }
}
