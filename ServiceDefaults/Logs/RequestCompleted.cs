using System.Collections;

namespace ServiceDefaults.Logs;

/// <summary>The fields of the one line that each request gets.</summary>
/// <param name="Endpoint">The route template, or "unmatched".</param>
/// <param name="Method">The method as sent.</param>
/// <param name="StatusCode">What was answered; 500 when it threw, 499 when the client went away first.</param>
/// <param name="Duration">From the first middleware to the last byte handed to the server.</param>
internal sealed record RequestCompleted(string Endpoint, string Method, int StatusCode, TimeSpan Duration) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public const string Message = "Request completed";

    public int Count => 4;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("endpoint", Endpoint),
        1 => new("method", Method),
        2 => new("status_code", StatusCode),
        3 => new("duration_ms", Math.Round(Duration.TotalMilliseconds, 3)),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
