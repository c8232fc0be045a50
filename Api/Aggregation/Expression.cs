namespace Api.Aggregation;

/// <summary>
/// PromQL as the tables need it. Rates look back five minutes, enough for targets that are scraped once a minute. A share or a mean is 0 where nothing
/// happened meanwhile (there it is 0 ∕ 0, not a number), and absent only where the metric is: hence the <c>or</c> behind each.
/// </summary>
internal static class Expression
{
    /// <summary>On every sample that the endpoints write, and on none that they read: a Prometheus that scrapes them does not make them count anything twice.</summary>
    public static readonly KeyValuePair<string, string> Marker = new("aggregated", "true");

    private const string Window = "5m";

    /// <summary>All series of a metric, but for those that these endpoints wrote.</summary>
    /// <param name="metric">What it is called.</param>
    /// <param name="matchers">What its labels must be besides: <c>status="active"</c>.</param>
    public static string Series(string metric, params IEnumerable<string> matchers) => $"{metric}{{{string.Join(',', matchers.Append($"{Marker.Key}=\"\""))}}}";

    /// <summary>Aggregates, keeping some labels: <c>sum by (model) (…)</c>.</summary>
    public static string Of(string aggregation, IReadOnlyList<string> labels, string expression) =>
        labels.Count > 0 ? $"{aggregation} by ({string.Join(", ", labels)}) ({expression})" : $"{aggregation}({expression})";

    public static string Sum(string series) => Of("sum", [], series);

    public static string Max(string series) => Of("max", [], series);

    public static string Rate(string series) => $"rate({series}[{Window}])";

    /// <summary>What share a part is of the whole, in percent.</summary>
    public static string Percent(string part, string whole) =>
        $"100 * {Sum(Rate(part))} / {Sum(Rate(whole))} or {Sum(whole)} * 0";

    /// <summary>The mean of a histogram of seconds, in milliseconds.</summary>
    public static string MeanMilliseconds(string histogram)
    {
        var count = Series(histogram + "_count");
        return $"1000 * {Sum(Rate(Series(histogram + "_sum")))} / {Sum(Rate(count))} or {Sum(count)} * 0";
    }

    /// <summary>The 95th percentile of a histogram; nothing where nothing happened.</summary>
    public static string P95(string histogram, params string[] labels) =>
        $"histogram_quantile(0.95, {Of("sum", [.. labels, "le"], Rate(Series(histogram + "_bucket")))}) >= 0";
}
