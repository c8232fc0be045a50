using System.Text;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Requests;

namespace ServiceDefaults.Logs;

/// <summary>
/// Lines for people: <c>12:00:00.123Z WARNING  Api.Chores: message {scope=value}</c>, with an exception indented below. Nothing that is logged can move the
/// cursor, change the colour or begin a line of its own.
/// </summary>
/// <param name="colored">Whether the level has a colour: for a terminal only.</param>
internal sealed class TextLineFormat(bool colored) : ILineFormat
{
    // By level: grey, green, yellow, red, white on red.
    private static readonly (byte[] Name, byte[] Color)[] Looks =
    [
        Look("DEBUG", "90"), Look("DEBUG", "90"), Look("INFO", "32"), Look("WARNING", "33"), Look("ERROR", "31"), Look("CRITICAL", "97;41"),
    ];

    private static readonly byte[] Reset = "\u001b[0m"u8.ToArray();

    public void Write(LineBuffer line, DateTimeOffset time, LogLevel level, in RequestLogState request, Exception? exception)
    {
        Begin(line, time, level);
        line.Text(request.Method);
        line.Raw(" "u8);
        line.Text(request.Endpoint);
        line.Raw(" "u8);
        line.Ascii(request.StatusCode);
        line.Raw(" in "u8);
        line.Number(request.Milliseconds);
        line.Raw(" ms"u8);
        End(line, exception);
    }

    public void Write(LineBuffer line, DateTimeOffset time, LogLevel level, string category, LoggedRecord record, Exception? exception)
    {
        Begin(line, time, level);
        line.Text(category);
        line.Raw(": "u8);
        line.BeginText();
        record.WriteMessage(line);
        WriteScopes(line, record);
        line.EndText();
        End(line, exception);
    }

    private static void WriteScopes(LineBuffer line, LoggedRecord record)
    {
        foreach (var scope in record.Scopes)
        {
            line.Text(" {");
            LogValue.WriteText(line, scope);
            line.Text("}");
        }

        // The record's own fields are in its message.
        foreach (var (name, value) in record.ScopeFields)
        {
            line.Text(" {");
            line.Text(name);
            line.Text("=");
            LogValue.WriteText(line, value);
            line.Text("}");
        }
    }

    private static void End(LineBuffer line, Exception? exception)
    {
        line.Raw("\n"u8);
        if (exception is null)
            return;

        foreach (var part in LogValue.TextOf(exception).EnumerateLines())
        {
            line.Raw("    "u8);
            line.BeginText();
            line.Text(part);
            line.EndText();
            line.Raw("\n"u8);
            if (line.Length > 2 * LineBuffer.TextLimit)
                return;
        }
    }

    private static (byte[] Name, byte[] Color) Look(string name, string color) => (Encoding.ASCII.GetBytes(name), Encoding.ASCII.GetBytes($"\u001b[{color}m"));

    private void Begin(LineBuffer line, DateTimeOffset time, LogLevel level)
    {
        var look = Looks[(int)level];
        line.Begin(quotes: false);
        line.Timestamp(time, withDate: false);
        line.Raw(" "u8);
        if (colored)
            line.Raw(look.Color);
        line.Raw(look.Name);
        if (colored)
            line.Raw(Reset);
        line.Raw("         "u8[look.Name.Length..]);
    }
}
