using System.Collections.Concurrent;
using System.Text;

namespace ServiceDefaults.Logs;

/// <summary>
/// A template such as <c>Chore {Id} took {Hours:N1} h</c>, read once. Writes the message that the framework would make of it, but as UTF-8,
/// without a string in between, and with what is masked masked.
/// </summary>
internal sealed class MessageTemplate
{
    // As many as the framework remembers. A template that is put together at run time is parsed each time after that.
    private const int MaxRemembered = 1024;

    private static readonly ConcurrentDictionary<string, MessageTemplate> Remembered = new(StringComparer.Ordinal);
    private static int _remembered;

    private readonly Part[] _parts;

    private MessageTemplate(string template)
    {
        var parts = new List<Part>();
        var literal = new StringBuilder();
        for (var i = 0; i < template.Length; i++)
        {
            var brace = template[i];
            if (brace is '{' or '}' && i + 1 < template.Length && template[i + 1] == brace)
            {
                i++; // twice stands for once
            }
            else if (brace == '{' && template.IndexOf('}', i) is var end and > 0)
            {
                AddLiteral(parts, literal);
                parts.Add(Part.Hole(template[(i + 1)..end]));
                i = end;
                continue;
            }

            literal.Append(brace);
        }

        AddLiteral(parts, literal);
        _parts = [.. parts];
    }

    public static MessageTemplate Of(string text)
    {
        if (Remembered.TryGetValue(text, out var template))
            return template;

        template = new(text);
        if (_remembered < MaxRemembered && Remembered.TryAdd(text, template))
            Interlocked.Increment(ref _remembered);
        return template;
    }

    /// <summary>Writes the message.</summary>
    /// <param name="line">Where to.</param>
    /// <param name="fields">The values, in the order of the holes or found by their names.</param>
    public void Write(LineBuffer line, ReadOnlySpan<KeyValuePair<string, object?>> fields)
    {
        var hole = 0;
        foreach (var part in _parts)
        {
            if (part.Name is null)
                line.Text(part.Text);
            else if (TryFind(fields, part.Name, hole++, out var value))
                LogValue.WriteText(line, value, part.Format);
            else
                line.Text(part.Text);
        }
    }

    /// <summary>The message as a text.</summary>
    public string Render(ReadOnlySpan<KeyValuePair<string, object?>> fields)
    {
        var line = new LineBuffer();
        line.Begin(quotes: false);
        Write(line, fields);
        return Encoding.UTF8.GetString(line.Written);
    }

    private static bool TryFind(ReadOnlySpan<KeyValuePair<string, object?>> fields, string name, int index, out object? value)
    {
        if (index < fields.Length && fields[index].Key == name)
        {
            value = fields[index].Value;
            return true;
        }

        foreach (var field in fields)
        {
            if (field.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                value = field.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    private static void AddLiteral(List<Part> parts, StringBuilder literal)
    {
        if (literal.Length > 0)
            parts.Add(new Part(literal.ToString(), null, null));
        literal.Clear();
    }

    /// <summary>A literal text, or a hole with a name and perhaps a format.</summary>
    private sealed record Part(string Text, string? Name, CompositeFormat? Format)
    {
        /// <summary><c>Name</c>, <c>Name,alignment</c>, <c>Name:format</c>, or all of it.</summary>
        public static Part Hole(string content)
        {
            var end = content.AsSpan().IndexOfAny(',', ':');
            var text = "{" + content + "}";
            if (end < 0)
                return new(text, content, null);

            try
            {
                return new(text, content[..end], CompositeFormat.Parse("{0" + content[end..] + "}"));
            }
            catch (FormatException)
            {
                return new(text, content[..end], null);
            }
        }
    }
}
