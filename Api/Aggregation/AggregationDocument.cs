using System.Text;

namespace Api.Aggregation;

/// <summary>What the endpoints tell, as Markdown, from the same tables as they.</summary>
internal static class AggregationDocument
{
    public static string Text { get; } = Write();

    private static string Write()
    {
        var text = new StringBuilder($"""
            # Aggregated metrics

            What Prometheus knows of all services and replicas. Answers are up to 5 s old. Every sample of the text format carries `{Expression.Marker.Key}="{Expression.Marker.Value}"`,
            and no query reads what does.

            | endpoint | |
            |---|---|

            """);
        foreach (var endpoint in (AggregationEndpoint[])[AggregationEndpoint.Summary, .. AggregationEndpoint.OfText, AggregationEndpoint.Docs])
            text.Append($"| `/prometheus/metrics/{endpoint.Name}` | {endpoint.Meaning} |\n");

        text.Append($"\n## /{AggregationEndpoint.Summary.Name}\n\nTexts; `{SummaryValue.Absent}` where Prometheus has no such metric.\n\n| value | | PromQL |\n|---|---|---|\n");
        foreach (var value in SummaryValue.All)
            text.Append($"| `{value.Path}` | {value.Meaning} | `{value.Query}` |\n");

        foreach (var endpoint in AggregationEndpoint.OfText.Except([AggregationEndpoint.All]))
        {
            text.Append($"\n## /{endpoint.Name}\n\n| family | type | labels | | PromQL |\n|---|---|---|---|---|\n");
            foreach (var family in endpoint.Families)
                text.Append($"| `{family.Name}` | {family.Kind.ToString().ToLowerInvariant()} | {string.Join(", ", family.Labels.Select(label => $"`{label}`"))} | {family.Help} | {Code(family)} |\n");
        }

        return text.ToString();
    }

    private static string Code(AggregatedFamily family) => string.Join("<br>", family.Queries.Select(query => $"`{query.PromQl}`"));
}
