using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace ServiceDefaults.Requests;

/// <summary>A header whose value becomes a label. Clients choose headers, so only listed values do; the rest is <c>other</c>.</summary>
/// <param name="Header">The header's name.</param>
/// <param name="Label">The label's: the same in snake case.</param>
/// <param name="Allowed">The values that become the label's, as they are written here.</param>
internal sealed partial record HeaderLabel(string Header, string Label, IReadOnlyList<string> Allowed)
{
    private const string Other = "other";
    private const string None = "none";

    /// <summary>Each child of the section is a header, and each child of that a value.</summary>
    public static IReadOnlyList<HeaderLabel> From(IConfigurationSection section)
    {
        List<HeaderLabel> labels = [.. section.GetChildren().Select(Of)];
        if (labels.GroupBy(label => label.Label, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } clash)
            throw new InvalidOperationException($"{section.Path} has headers that would both become the label {clash.Key}: {string.Join(", ", clash.Select(label => label.Header))}. Remove all but one.");
        return labels;
    }

    /// <summary>What the label of a header is called.</summary>
    public static string LabelOf(string header) => NotForLabels().Replace(header, "_").ToLowerInvariant();

    public KeyValuePair<string, object?> TagOf(IHeaderDictionary headers)
    {
        var values = headers[Header];
        if (values.Count == 0)
            return new(Label, None);

        if (values.Count == 1)
        {
            foreach (var allowed in Allowed)
            {
                if (string.Equals(values[0], allowed, StringComparison.OrdinalIgnoreCase))
                    return new(Label, allowed);
            }
        }

        return new(Label, Other);
    }

    private static HeaderLabel Of(IConfigurationSection header)
    {
        List<string> allowed = [.. header.GetChildren().Select(value => value.Value).OfType<string>().Where(value => value.Length > 0)];
        if (allowed.Count == 0)
            throw new InvalidOperationException($"{header.Path} lists no values. List those that may become label values, such as {header.Path}:0 = v1; any other is counted as '{Other}'.");
        return new(header.Key, LabelOf(header.Key), allowed);
    }

    [GeneratedRegex("[^A-Za-z0-9_]", RegexOptions.NonBacktracking)]
    private static partial Regex NotForLabels();
}
