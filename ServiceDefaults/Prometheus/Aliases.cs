using System.Text.RegularExpressions;

namespace ServiceDefaults.Prometheus;

/// <summary>The names by which well-known dashboards call what .NET measures, written from the same points: recorded once, never doubled.</summary>
internal static partial class Aliases
{
    public static readonly Alias[] All =
    [
        new(HttpServerDuration, "http_requests_total", MetricFamily.Counter, "Requests that were answered.",
        [
            ("method", Method), ("endpoint", Route), ("handler", Route), ("status", Status), ("status_code", Status), ("version", Version),
        ]),
        new(HttpServerDuration, "http_request_duration_seconds", MetricFamily.Histogram, "Time from a request's first byte to its answer's last.",
        [
            ("method", Method), ("endpoint", Route), ("handler", Route),
        ]),
    ];

    private const string HttpServerDuration = "http_server_request_duration_seconds";
    private const string Unmatched = "unmatched";
    private const string UnversionedRoutes = "v1";

    // The nine methods of HTTP, or _OTHER: ASP.NET Core sees to it.
    private static object? Method(IReadOnlyList<KeyValuePair<string, object?>> tags) => Tag(tags, "http.request.method");

    private static object? Route(IReadOnlyList<KeyValuePair<string, object?>> tags) => Tag(tags, "http.route") ?? Unmatched;

    private static object? Status(IReadOnlyList<KeyValuePair<string, object?>> tags) => Tag(tags, "http.response.status_code");

    // The route's own version: one that a client could choose would let it create series.
    private static string? Version(IReadOnlyList<KeyValuePair<string, object?>> tags) =>
        Tag(tags, "http.route") is string route && VersionSegment().Match(route) is { Success: true } match ? match.Value : UnversionedRoutes;

    private static object? Tag(IReadOnlyList<KeyValuePair<string, object?>> tags, string key) => tags.FirstOrDefault(tag => tag.Key == key).Value;

    [GeneratedRegex(@"(?<=/)v\d+(?=/|$)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex VersionSegment();
}
