using System.Globalization;
using System.Text;

namespace ServiceDefaults.Prometheus;

/// <summary>Renders tags as labels: <c>method="GET",status="200"</c>, sorted by name, escaped, each name once. A tag without a value is no label: Prometheus makes no difference.</summary>
internal static class Labels
{
    public static string Render(IEnumerable<KeyValuePair<string, object?>> tags, Escaping escaping) =>
        string.Join(',', Of(tags, escaping).Select(label => $"{Quoted(label.Key)}=\"{Escape(label.Value)}\""));

    /// <summary>The labels by their names, with values as they are.</summary>
    public static SortedDictionary<string, string> Of(IEnumerable<KeyValuePair<string, object?>> tags, Escaping escaping)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            var name = escaping.Apply(PrometheusName.OfLabel(key));
            var text = WellFormed(Text(value));
            if (text.Length == 0)
                continue;

            // Names that differ only in what is no letter meet here; OpenTelemetry's rule is to keep both values, in the order of the tags' own names.
            values[name] = values.TryGetValue(name, out var other) && other != text ? other + ";" + text : text;
        }

        return values;
    }

    /// <summary>A name in quotes, if it needs them.</summary>
    public static string Quoted(string name) => PrometheusName.IsLegacy(name) ? name : $"\"{name}\"";

    public static string Escape(string value) =>
        value.AsSpan().ContainsAny('\\', '"', '\n')
            ? new StringBuilder(value).Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").ToString()
            : value;

    /// <summary>The value of a label.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    // Half a surrogate pair has no UTF-8: different halves would come out as the same label.
    private static string WellFormed(string value) =>
        value.AsSpan().ContainsAnyInRange('\ud800', '\udfff') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)) : value;
}
