using System.Buffers;
using System.Text;

namespace ServiceDefaults.Prometheus;

/// <summary>Writes lines of the text format, version 0.0.4.</summary>
internal sealed class TextFormatWriter(IBufferWriter<byte> output)
{
    private const int LongestNumber = 32;

    /// <summary><c># HELP name text</c> and <c># TYPE name type</c>.</summary>
    public void WriteHead(string name, string type, string help)
    {
        Write($"# HELP {name} {EscapeHelp(help)}\n");
        Write($"# TYPE {name} {type}\n");
    }

    /// <summary><c>name{labels} value</c>.</summary>
    public void WriteSample(string name, string labels, double value)
    {
        Write(name);
        if (labels.Length > 0)
            Write("{" + labels + "}");
        WriteValue(value);
    }

    /// <summary><c>name_bucket{labels,le="bound"} value</c>.</summary>
    public void WriteBucket(string name, string labels, double bound, long value)
    {
        Write(name + "_bucket{" + labels + (labels.Length > 0 ? ",le=\"" : "le=\""));
        WriteNumber(bound);
        Write("\"}");
        WriteValue(value);
    }

    private static string EscapeHelp(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private void WriteValue(double value)
    {
        Write(" ");
        WriteNumber(value);
        Write("\n");
    }

    private void WriteNumber(double value)
    {
        if (double.IsPositiveInfinity(value))
        {
            Write("+Inf");
        }
        else if (double.IsNegativeInfinity(value))
        {
            Write("-Inf");
        }
        else
        {
            // The shortest text that reads back as the same number; NaN is called so on both sides.
            value.TryFormat(output.GetSpan(LongestNumber), out var length);
            output.Advance(length);
        }
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, output);
}
