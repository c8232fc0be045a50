namespace Api.Aggregation;

/// <summary>
/// PromQL as the tables need it. A share or a mean is 0 where nothing
/// happened meanwhile (there it is 0 ∕ 0, not a number), and absent only where the metric is: hence the <c>or</c> behind each.
/// </summary>
internal static class Expression
{
    /// <summary>On every sample that the endpoints write, and on none that they read: a Prometheus that scrapes them does not make them count anything twice.</summary>
    public static readonly KeyValuePair<string, string> Marker = new("aggregated", "true");

    /// <summary>Aggregates, keeping some labels: <c>sum by (model) (…)</c>.</summary>
    public static string Of(string aggregation, IReadOnlyList<string> labels, string expression) =>
        labels.Count > 0 ? $"{aggregation} by ({string.Join(", ", labels)}) ({expression})" : $"{aggregation}({expression})";

    public static string Sum(string series) => Of("sum", [], series);

    public static string Max(string series) => Of("max", [], series);

    /// <summary>What share some series of a counter have in its growth, in percent.</summary>
    /// <param name="source">Where the counter is.</param>
    /// <param name="counter">What it is called.</param>
    /// <param name="part">What the labels of those must be.</param>
    /// <param name="whole">What those of all must be.</param>
    public static string Percent(Source source, string counter, string part, params string[] whole) =>
        $"100 * {Sum(source.Rate(counter, [.. whole, part]))} / {Sum(source.Rate(counter, whole))} or {Sum(source.Series(counter, whole))} * 0";

    /// <summary>The mean of a histogram of seconds, in milliseconds.</summary>
    public static string MeanMilliseconds(Source source, string histogram) =>
        $"1000 * {Sum(source.Rate(histogram + "_sum"))} / {Sum(source.Rate(histogram + "_count"))} or {Sum(source.Series(histogram + "_count"))} * 0";

    /// <summary>The 95th percentile of a histogram; nothing where nothing happened.</summary>
    public static string P95(Source source, string histogram, params string[] labels) =>
        $"histogram_quantile(0.95, {Of("sum", [.. labels, "le"], source.Rate(histogram + "_bucket"))}) >= 0";
}
