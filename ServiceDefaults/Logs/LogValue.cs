using System.Collections;
using System.Globalization;
using System.Text;

namespace ServiceDefaults.Logs;

/// <summary>Writes a value that somebody logs. It is somebody else's code that formats it: when that throws, the line says so instead.</summary>
internal static class LogValue
{
    private const int StackLength = 128;

    /// <summary>What stands for something that threw when it was asked.</summary>
    public static string Thrown(Exception exception) => $"({exception.GetType().FullName} was thrown instead)";

    public static string MessageOf(Exception exception) => Guarded(exception, static exception => exception.Message);

    public static string TextOf(object value) => Guarded(value, static value => value.ToString());

    /// <summary>As a JSON value: number, true, false, null or string.</summary>
    public static void WriteJson(LineBuffer line, object? value)
    {
        var start = line.Length;
        try
        {
            switch (value)
            {
                case string text: WriteJsonString(line, text); break;
                case int number: line.Integer(number); break;
                case null: line.Raw("null"u8); break;
                case bool flag: line.Raw(flag ? "true"u8 : "false"u8); break;
                case long number: line.Integer(number); break;
                case double number when double.IsFinite(number): line.Number(number); break;
                case float number when float.IsFinite(number): line.Ascii(number); break;
                case decimal number: line.Ascii(number); break;
                case byte number: line.Ascii(number); break;
                case sbyte number: line.Ascii(number); break;
                case short number: line.Ascii(number); break;
                case ushort number: line.Ascii(number); break;
                case uint number: line.Ascii(number); break;
                case ulong number: line.Ascii(number); break;
                default:
                    line.Raw("\""u8);
                    line.BeginText();
                    Format(line, value, value is DateTime or DateTimeOffset ? "O" : null);
                    line.EndText();
                    line.Raw("\""u8);
                    break;
            }
        }
        catch (Exception exception)
        {
            line.Truncate(start);
            WriteJsonString(line, Thrown(exception));
        }
    }

    public static void WriteJsonString(LineBuffer line, ReadOnlySpan<char> text)
    {
        line.Raw("\""u8);
        line.BeginText();
        line.Text(text);
        line.EndText();
        line.Raw("\""u8);
    }

    /// <summary>As a part of a message, the way the framework does it.</summary>
    public static void WriteText(LineBuffer line, object? value, CompositeFormat? format = null)
    {
        try
        {
            if (value is IEnumerable values and not string)
                value = string.Join(", ", values.Cast<object?>().Select(each => each ?? "(null)"));
            value ??= "(null)";

            if (format is not null)
                line.Text(string.Format(CultureInfo.InvariantCulture, format, value));
            else
                Format(line, value, null);
        }
        catch (Exception exception)
        {
            line.Text(Thrown(exception));
        }
    }

    private static void Format(LineBuffer line, object value, string? format)
    {
        switch (value)
        {
            case string text:
                line.Text(text);
                break;
            case int number:
                line.Integer(number);
                break;
            case double number:
                line.Number(number);
                break;
            case ISpanFormattable formattable:
                Span<char> characters = stackalloc char[StackLength];
                line.Text(formattable.TryFormat(characters, out var written, format, CultureInfo.InvariantCulture)
                    ? characters[..written]
                    : formattable.ToString(format, CultureInfo.InvariantCulture));
                break;
            case IFormattable formattable:
                line.Text(formattable.ToString(format, CultureInfo.InvariantCulture));
                break;
            default:
                line.Text(value.ToString());
                break;
        }
    }

    private static string Guarded<T>(T value, Func<T, string?> read)
    {
        try
        {
            return read(value) ?? "";
        }
        catch (Exception thrown)
        {
            return Thrown(thrown);
        }
    }
}
