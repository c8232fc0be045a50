using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ServiceDefaults.Recording;

/// <summary>A value as it was added up: whole numbers stay exact, and are written twenty times as fast as fractions.</summary>
/// <param name="Whole">The sum of what was recorded as integers.</param>
/// <param name="Rest">The sum of what was recorded as anything else.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Number(long Whole, double Rest)
{
    /// <summary>No number is written longer: -1.7976931348623157E+308 has 24 characters.</summary>
    public const int LongestText = 32;

    // From here on a double does not hold every integer.
    private const double Exact = 1L << 53;

    public double Value => Whole + Rest;

    public static Number Of(double value) => new(0, value);

    public static Number operator +(Number one, Number other) => new(one.Whole + other.Whole, one.Rest + other.Rest);

    /// <summary>The shortest text that reads back as the same number; <c>NaN</c>, <c>+Inf</c>, <c>-Inf</c>.</summary>
    /// <returns>How many bytes were written.</returns>
    public int Format(Span<byte> to)
    {
        if (Rest == 0)
            return Format(Whole, to);

        var value = Whole + Rest;
        if (Math.Abs(value) < Exact && (long)value == value)
            return Format((long)value, to);

        var special = value switch
        {
            double.PositiveInfinity => "+Inf"u8,
            double.NegativeInfinity => "-Inf"u8,
            double.NaN => "NaN"u8,
            _ => default,
        };
        if (special.TryCopyTo(to) && special.Length > 0)
            return special.Length;

        value.TryFormat(to, out var length, default, CultureInfo.InvariantCulture);
        return length;
    }

    private static int Format(long value, Span<byte> to)
    {
        if ((ulong)value < 10) // most buckets of most histograms
        {
            to[0] = (byte)('0' + value);
            return 1;
        }

        Utf8Formatter.TryFormat(value, to, out var length);
        return length;
    }
}
