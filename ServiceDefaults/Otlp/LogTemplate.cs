using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ServiceDefaults.Otlp;

/// <summary>Renders a message template as ILogger does: <c>{Name}</c>, <c>{Name,alignment:format}</c>, and doubled braces.</summary>
internal static partial class LogTemplate
{
    public static string Render(string template, IReadOnlyList<KeyValuePair<string, object?>> fields)
    {
        return Parts().Replace(template, part => part.Value switch
        {
            "{{" => "{",
            "}}" => "}",
            _ => Value(part.Groups["name"].Value) is { } value ? string.Format(CultureInfo.InvariantCulture, $"{{0{part.Groups["how"].Value}}}", value) : part.Value,
        });

        object? Value(string name)
        {
            foreach (var field in fields)
            {
                if (string.Equals(field.Key, name, StringComparison.OrdinalIgnoreCase))
                    return Printable(field.Value);
            }

            return null;
        }
    }

    private static object Printable(object? value) => value switch
    {
        null => "(null)",
        string => value,
        IEnumerable values => string.Join(", ", values.Cast<object?>().Select(each => each ?? "(null)")),
        _ => value,
    };

    [GeneratedRegex(@"\{\{|\}\}|\{(?<name>[^{}:,]+)(?<how>[^{}]*)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Parts();
}
