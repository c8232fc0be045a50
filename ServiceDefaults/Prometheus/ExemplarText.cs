using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using ServiceDefaults.Recording;

namespace ServiceDefaults.Prometheus;

/// <summary>
/// An exemplar as it stands behind the value of a line, <c> # {trace_id="…",span_id="…"} 0.25 1700000000.123</c>:
/// https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md#exemplars.
/// </summary>
internal static class ExemplarText
{
    /// <summary>What it can take at most: 32 and 16 digits, 24 characters of a number, 14 of a time (until the year 2286), and what is between them.</summary>
    public const int MostBytes = 116;

    /// <returns>How many bytes were written.</returns>
    public static int Write(Span<byte> to, double value, Activity span, long time)
    {
        var length = Append(to, 0, " # {trace_id=\""u8);
        length += Encoding.ASCII.GetBytes(span.TraceId.ToHexString(), to[length..]);
        length = Append(to, length, "\",span_id=\""u8);
        length += Encoding.ASCII.GetBytes(span.SpanId.ToHexString(), to[length..]);
        length = Append(to, length, "\"} "u8);
        length += Number.Of(value).Format(to[length..]);
        length = Append(to, length, " "u8);
        return length + WriteSeconds(to[length..], time);
    }

    /// <summary>A time in seconds since 1970, from milliseconds.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int WriteSeconds(Span<byte> to, long milliseconds)
    {
        Utf8Formatter.TryFormat(milliseconds / 1000, to, out var whole);
        to[whole] = (byte)'.';
        Utf8Formatter.TryFormat(milliseconds % 1000, to[(whole + 1)..], out var rest, new('D', 3));
        return whole + 1 + rest;
    }

    private static int Append(Span<byte> to, int length, ReadOnlySpan<byte> text)
    {
        text.CopyTo(to[length..]);
        return length + text.Length;
    }
}
