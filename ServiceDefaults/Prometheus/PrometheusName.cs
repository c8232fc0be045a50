namespace ServiceDefaults.Prometheus;

/// <summary>
/// From OpenTelemetry's names and units to Prometheus':
/// https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#otlp-metric-points-to-prometheus.
/// </summary>
internal static class PrometheusName
{
    private const string Total = "_total";

    /// <summary><c>http.server.request.duration</c> in <c>s</c> is <c>http_server_request_duration_seconds</c>; a counter ends in <c>_total</c>.</summary>
    public static string Of(string name, string? unit, string type)
    {
        var isCounter = type == MetricFamily.Counter;
        var result = Sanitize(name, allowColon: true);
        if (isCounter && result.EndsWith(Total, StringComparison.Ordinal))
            result = result[..^Total.Length];

        var suffix = unit == "1" ? (type == MetricFamily.Gauge ? "ratio" : "") : UnitName(unit);
        if (suffix.Length > 0 && !result.EndsWith("_" + suffix, StringComparison.Ordinal))
            result += "_" + suffix;

        return isCounter ? result + Total : result;
    }

    public static string OfLabel(string key)
    {
        var name = Sanitize(key, allowColon: false);
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
        _ => Sanitize(unit, allowColon: false).Trim('_'),
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
        _ => Sanitize(unit, allowColon: false).Trim('_'),
    };

    // [a-zA-Z_:][a-zA-Z0-9_:]*, labels without the colon; what does not fit becomes one underscore, however much of it there is.
    private static string Sanitize(string name, bool allowColon)
    {
        var result = new System.Text.StringBuilder(name.Length + 1);
        foreach (var c in name)
        {
            if (char.IsAsciiDigit(c) && result.Length == 0)
                result.Append('_');
            if (char.IsAsciiLetterOrDigit(c) || (allowColon && c == ':'))
                result.Append(c);
            else if (result.Length == 0 || result[^1] != '_')
                result.Append('_');
        }

        return result.ToString();
    }
}
