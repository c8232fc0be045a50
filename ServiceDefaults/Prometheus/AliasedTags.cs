using System.Globalization;
using System.Text.RegularExpressions;
using ServiceDefaults.Requests;

namespace ServiceDefaults.Prometheus;

/// <summary>The tags of a measurement, mostly of a request, as the compatibility names know them.</summary>
internal readonly partial struct AliasedTags(KeyValuePair<string, object?>[] tags, PrometheusOptions options)
{
    private const string UnversionedRoutes = "v1";

    // The nine methods of HTTP, or _OTHER: ASP.NET Core sees to it.
    public object? Method => this["http.request.method"] ?? this[RequestMetrics.MethodTag];

    public object? Route => this["http.route"] ?? this[RequestMetrics.EndpointTag] ?? ObservedRoute.Unmatched;

    /// <summary>200, or 2xx where status codes are to be grouped.</summary>
    public object? Status => options.GroupStatusCodes && StatusCode is > 0 and var code ? $"{code / 100}xx" : this["http.response.status_code"];

    public int StatusCode => this["http.response.status_code"] is { } code ? Convert.ToInt32(code, CultureInfo.InvariantCulture) : 0;

    /// <summary>The type of the exception that a request threw; null when it threw none.</summary>
    public object? ExceptionType => this["error.type"] is string type && !char.IsAsciiDigit(type.FirstOrDefault()) ? type : null;

    /// <summary>What went wrong with a request that was answered with an error.</summary>
    public object? ErrorType => ExceptionType ?? (StatusCode >= 500 ? "server_error" : "client_error");

    /// <summary>The route's own version: one that a client could choose would let it create series.</summary>
    public object? Version => this["http.route"] is string route && VersionSegment().Match(route) is { Success: true } match ? match.Value : UnversionedRoutes;

    public object? AppName => options.ServiceName;

    public object? this[string key] => Array.Find(tags, tag => tag.Key == key).Value;

    [GeneratedRegex(@"(?<=/)v\d+(?=/|$)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex VersionSegment();
}
