using System.Collections;

namespace ServiceDefaults.Requests;

/// <summary>The fields of the one line that each request gets. A struct: a logger that knows it writes it without allocating.</summary>
/// <param name="endpoint">The route template, or <c>unmatched</c>.</param>
/// <param name="method">The method as sent.</param>
/// <param name="statusCode">What was answered; 500 when it threw, 499 when the client went away first.</param>
/// <param name="milliseconds">How long it took, rounded to microseconds.</param>
internal readonly struct RequestLogState(string endpoint, string method, int statusCode, double milliseconds) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public const string Message = "Request completed";

    public string Endpoint => endpoint;

    public string Method => method;

    public int StatusCode => statusCode;

    public double Milliseconds => milliseconds;

    public int Count => 4;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("endpoint", endpoint),
        1 => new("method", method),
        2 => new("status_code", statusCode),
        3 => new("duration_ms", milliseconds),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
