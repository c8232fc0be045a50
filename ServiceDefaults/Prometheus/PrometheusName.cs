using System.Text;

namespace ServiceDefaults.Prometheus;

/// <summary>
/// From OpenTelemetry's names and units to Prometheus':
/// https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#otlp-metric-points-to-prometheus.
/// </summary>
internal static class PrometheusName
{
    private const string Total = "_total";

    /// <summary>
    /// <c>http.server.request.duration</c> in <c>s</c> is <c>http_server_request_duration_seconds</c>; a counter ends in <c>_total</c>. Letters and digits of
    /// other alphabets stay: how they are written is for the scraper to say (<see cref="Escaping"/>).
    /// </summary>
    public static string Of(string name, string? unit, string type)
    {
        var isCounter = type == MetricFamily.Counter;
        var result = Sanitize(name, allowColon: true, char.IsLetterOrDigit);
        if (isCounter && result.EndsWith(Total, StringComparison.Ordinal))
            result = result[..^Total.Length];

        var suffix = UnitOf(unit, type);
        if (suffix.Length > 0 && !result.EndsWith("_" + suffix, StringComparison.Ordinal))
            result += "_" + suffix;

        return isCounter ? result + Total : result;
    }

    /// <summary>What the unit is called at the end of a name: <c>seconds</c>, <c>bytes</c>, <c>ratio</c>; empty for a unit that only annotates.</summary>
    public static string UnitOf(string? unit, string type) => unit == "1" ? (type == MetricFamily.Gauge ? "ratio" : "") : UnitName(unit);

    public static string OfLabel(string key)
    {
        var name = Sanitize(key, allowColon: false, char.IsLetterOrDigit);
        return name == "le" ? "exported_le" : name; // a histogram's own; Prometheus names what is in its way like this
    }

    /// <summary><c>By</c> is <c>bytes</c>, <c>By/s</c> is <c>bytes_per_second</c>, and <c>{request}</c>, which only annotates, is nothing.</summary>
    private static string UnitName(string? unit)
    {
        if (string.IsNullOrEmpty(unit))
            return "";

        var parts = unit.Split('/', 2);
        var counted = Plural(WithoutAnnotation(parts[0]));
        var per = parts.Length > 1 ? Singular(WithoutAnnotation(parts[1])) : "";
        return (counted, per) switch
        {
            (_, "") => counted,
            ("", _) => "per_" + per,
            _ => counted + "_per_" + per,
        };
    }

    private static string WithoutAnnotation(string unit)
    {
        var open = unit.IndexOf('{', StringComparison.Ordinal);
        var close = unit.IndexOf('}', StringComparison.Ordinal);
        return open >= 0 && close > open ? unit.Remove(open, close - open + 1) : unit;
    }

    private static string Plural(string unit) => unit switch
    {
        "d" => "days",
        "h" => "hours",
        "min" => "minutes",
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "By" => "bytes",
        "KiBy" => "kibibytes",
        "MiBy" => "mebibytes",
        "GiBy" => "gibibytes",
        "kBy" => "kilobytes",
        "MBy" => "megabytes",
        "GBy" => "gigabytes",
        "m" => "meters",
        "V" => "volts",
        "A" => "amperes",
        "J" => "joules",
        "W" => "watts",
        "g" => "grams",
        "Cel" => "celsius",
        "Hz" => "hertz",
        "%" => "percent",
        "1" => "",
        _ => Sanitize(unit, allowColon: false, char.IsAsciiLetterOrDigit).Trim('_'),
    };

    private static string Singular(string unit) => unit switch
    {
        "s" => "second",
        "m" => "minute",
        "h" => "hour",
        "d" => "day",
        "w" => "week",
        "mo" => "month",
        "y" => "year",
        _ => Sanitize(unit, allowColon: false, char.IsAsciiLetterOrDigit).Trim('_'),
    };

    /// <summary>Whether a name needs no quotes and no escaping.</summary>
    public static bool IsLegacy(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (!IsLegacy(new Rune(char.IsSurrogate(name[i]) ? '\uFFFD' : name[i]), i))
                return false;
        }

        return name.Length > 0;
    }

    public static bool IsLegacy(Rune rune, int position) => rune.IsAscii
        && (char.IsAsciiLetter((char)rune.Value) || rune.Value is '_' or ':' || (position > 0 && char.IsAsciiDigit((char)rune.Value)));

    /// <summary>The name with one underscore for each run of characters that the old rules do not allow.</summary>
    public static string ToLegacy(string name) => Sanitize(name, allowColon: true, char.IsAsciiLetterOrDigit);

    // What does not fit becomes one underscore, however much of it there is. Labels may hold no colon.
    private static string Sanitize(string name, bool allowColon, Func<char, bool> isKept)
    {
        var result = new StringBuilder(name.Length + 1);
        foreach (var c in name)
        {
            if (char.IsDigit(c) && result.Length == 0)
                result.Append('_');
            if (isKept(c) || (allowColon && c == ':'))
                result.Append(c);
            else if (result.Length == 0 || result[^1] != '_')
                result.Append('_');
        }

        return result.Length == 0 ? "_" : result.ToString();
    }
}
