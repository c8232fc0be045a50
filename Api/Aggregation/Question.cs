namespace Api.Aggregation;

/// <summary>What Prometheus is asked for an answer.</summary>
/// <param name="OfRecorded">The queries where it records what the tables read; null where that makes no difference.</param>
/// <param name="OfScraped">The queries for every other.</param>
internal sealed record Question(IReadOnlyList<NamedQuery>? OfRecorded, IReadOnlyList<NamedQuery> OfScraped)
{
    /// <param name="queries">Gives the queries for a source.</param>
    public static Question Of(Func<Source, IEnumerable<NamedQuery>> queries)
    {
        List<NamedQuery> recorded = [.. queries(Source.Recorded)], scraped = [.. queries(Source.Scraped)];
        return new(recorded.SequenceEqual(scraped) ? null : recorded, scraped);
    }
}
