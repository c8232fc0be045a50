using System.Globalization;

namespace Tests.Exporter;

/// <summary>How Go writes a float64 by %g, with <c>.0</c> where it would look like an integer: what OpenMetrics wants of <c>le</c>.</summary>
internal static class GoNumber
{
    public static string Format(double value)
    {
        if (double.IsPositiveInfinity(value))
            return "+Inf";

        // 17 digits or fewer, one before the point: 1.25E+006
        var parts = value.ToString("E16", CultureInfo.InvariantCulture).Split('E');
        for (var digits = 0; digits < 17; digits++)
        {
            var shorter = value.ToString($"E{digits}", CultureInfo.InvariantCulture);
            if (double.Parse(shorter, CultureInfo.InvariantCulture) != value)
                continue;

            parts = shorter.Split('E');
            break;
        }

        var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        if (exponent is < -4 or >= 6 && value != 0)
            return $"{parts[0]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";

        var text = decimal.Parse($"{parts[0]}E{exponent}", NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }
}
