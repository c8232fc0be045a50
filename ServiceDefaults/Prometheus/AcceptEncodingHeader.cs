using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ServiceDefaults.Prometheus;

/// <summary>Whether a scraper wants its answer compressed (RFC 9110, section 12.5.3).</summary>
internal static class AcceptEncodingHeader
{
    public static bool TakesGzip(StringValues acceptEncoding)
    {
        if (acceptEncoding is ["gzip"]) // what a Prometheus sends
            return true;

        if (StringValues.IsNullOrEmpty(acceptEncoding) || !StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var codings))
            return false;

        var gzip = codings.FirstOrDefault(coding => Is(coding, "gzip")) ?? codings.FirstOrDefault(coding => Is(coding, "*"));
        return gzip is not null && gzip.Quality is not 0;
    }

    private static bool Is(StringWithQualityHeaderValue coding, string name) => coding.Value.Equals(name, StringComparison.OrdinalIgnoreCase);
}
