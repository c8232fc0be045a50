using System.Globalization;

namespace ServiceDefaults.Prometheus;

/// <summary>Which lines each series of a family has, in the order in which it writes them.</summary>
internal sealed class FamilyLayout
{
    private readonly FamilyName _name;

    // The suffix of the name and the label that a line adds.
    private readonly List<(string Suffix, string Label)> _lines = [];

    public FamilyLayout(FamilyName name, double[] bounds, bool withCreated)
    {
        _name = name;
        if (name.Type == MetricFamily.Histogram)
        {
            _lines.AddRange(bounds.Append(double.PositiveInfinity).Select(bound => ("_bucket", $"le=\"{Bound(bound)}\"")));

            // With a bound below zero the sum could go down, which a sum must not: OpenMetrics forbids it, and with it the count.
            HasSum = bounds.Length == 0 || bounds[0] >= 0;
            if (HasSum)
                _lines.AddRange([("_sum", ""), ("_count", "")]);
        }
        else
        {
            _lines.Add((name.Suffix, ""));
        }

        HasCreated = withCreated && name.Type != MetricFamily.Gauge;
        if (HasCreated)
            _lines.Add(("_created", ""));
    }

    public int LinesOfASeries => _lines.Count;

    /// <summary>Whether a histogram's buckets are followed by sum and count.</summary>
    public bool HasSum { get; }

    /// <summary>Whether the last line of a series tells when it began: to be skipped where the format has no such line.</summary>
    public bool HasCreated { get; }

    /// <summary>The beginnings of the lines of a series: <c>name_bucket{labels,le="0.5"} </c>; with a name that needs quotes, <c>{"name_bucket",labels,le="0.5"} </c>.</summary>
    public IEnumerable<string> Beginnings(LabelSet labels, Escaping escaping)
    {
        var text = labels.In(escaping);
        foreach (var (suffix, label) in _lines)
        {
            var name = _name.Base(escaping) + suffix;
            var isLegacy = PrometheusName.IsLegacy(name);
            var inBraces = string.Join(',', ((string[])[isLegacy ? "" : $"\"{name}\"", text, label]).Where(part => part.Length > 0));
            yield return (isLegacy ? name : "") + (inBraces.Length > 0 ? "{" + inBraces + "} " : " ");
        }
    }

    // As OpenMetrics and Prometheus 3 write it, in both formats: else a bucket would change its name with the format. That is Go's way, with a point: 0.5, 1.0, 1e+06.
    private static string Bound(double value)
    {
        const double SmallestInGosExponents = 1e6; // .NET's begin at 1E+15

        if (double.IsPositiveInfinity(value))
            return "+Inf";

        var text = value.ToString(CultureInfo.InvariantCulture);
        if (text.Contains('E', StringComparison.Ordinal))
            return text.Replace('E', 'e');
        if (Math.Abs(value) < SmallestInGosExponents)
            return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";

        var sign = value < 0 ? "-" : "";
        var exponent = text.Split('.')[0].Length - sign.Length - 1;
        var digits = text[sign.Length..].Replace(".", "", StringComparison.Ordinal).TrimEnd('0');
        return $"{sign}{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e+{exponent:00}";
    }
}
