namespace Api.Aggregation;

/// <summary>A question to Prometheus.</summary>
/// <param name="Name">What its samples are called in the answer.</param>
/// <param name="PromQl">An expression for one moment, whose samples have at most one value for the same labels.</param>
internal sealed record NamedQuery(string Name, string PromQl)
{
    /// <summary>The label that tells which of several queries a sample answers.</summary>
    public const string Label = "query";

    /// <summary>Several queries as one. Each sample says in <see cref="Label"/> which it is of: <c>or</c> would take two without any other label for the same.</summary>
    public static string Join(IEnumerable<NamedQuery> queries) =>
        string.Join(" or ", queries.Select(query => $"label_replace({query.PromQl}, \"{Label}\", \"{query.Name}\", \"\", \"\")"));
}
