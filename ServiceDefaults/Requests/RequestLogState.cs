using System.Collections;

namespace ServiceDefaults.Requests;

/// <summary>The fields of the one line that each request gets.</summary>
internal sealed class RequestLogState(CompletedRequest request) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public const string Message = "Request completed";

    private const string Unmatched = "unmatched";

    public int Count => 4;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("endpoint", request.Route ?? Unmatched),
        1 => new("method", request.Method),
        2 => new("status_code", request.StatusCode),
        3 => new("duration_ms", Math.Round(request.Duration.TotalMilliseconds, 3)),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
