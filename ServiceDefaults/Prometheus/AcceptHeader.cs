using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ServiceDefaults.Prometheus;

/// <summary>What a scraper wants: https://prometheus.io/docs/instrumenting/content_negotiation/.</summary>
internal static class AcceptHeader
{
    // A Prometheus sends the same header every few seconds.
    private static Answer? _last;

    /// <summary>The format that an Accept header likes best among those that there are. Who likes none gets the text format, which everybody reads.</summary>
    public static ExpositionFormat Choose(StringValues accept)
    {
        if (accept.Count != 1)
            return Read(accept);

        if (_last is not { } last || last.Accept != accept[0])
            _last = last = new(accept[0]!, Read(accept));
        return last.Format;
    }

    private static ExpositionFormat Read(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var wanted))
            return ExpositionFormat.Text;

        var best = (Format: ExpositionFormat.Text, Quality: 0.0, Rank: int.MaxValue);
        foreach (var type in wanted)
        {
            if (type.Quality is 0 || FormatOf(type) is not { } format)
                continue; // 0 means: not this one

            // Ties go to OpenMetrics, which can say more, and then to the newer version.
            var (quality, rank) = (type.Quality ?? 1, ExpositionFormat.All.ToList().IndexOf(format));
            if (quality > best.Quality || (quality == best.Quality && rank < best.Rank))
                best = (format, quality, rank);
        }

        return best.Format;
    }

    private static ExpositionFormat? FormatOf(MediaTypeHeaderValue type)
    {
        if (type.MatchesAllTypes || type.MediaType.Equals("text/*", StringComparison.OrdinalIgnoreCase))
            return ExpositionFormat.Text;

        var escaping = Parameter(type, "escaping");
        var version = Parameter(type, "version") ?? (type.MediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase) ? "0.0.4" : "1.0.0");
        return ExpositionFormat.All.FirstOrDefault(format =>
            type.MediaType.Equals(format.MediaType, StringComparison.OrdinalIgnoreCase)
            && version == format.Version
            && format.SaysEscaping == escaping is not null
            && format.Escaping == EscapingOf(escaping));
    }

    // A scheme that nobody knows is the one that needs no agreement.
    private static Escaping EscapingOf(string? term) => Enum.GetValues<Escaping>().FirstOrDefault(escaping => escaping.Term() == term);

    private static string? Parameter(MediaTypeHeaderValue type, string name)
    {
        foreach (var parameter in type.Parameters)
        {
            if (parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return HeaderUtilities.RemoveQuotes(parameter.Value).Value;
        }

        return null;
    }

    private sealed record Answer(string Accept, ExpositionFormat Format);
}
