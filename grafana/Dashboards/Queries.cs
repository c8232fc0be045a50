namespace Dashboards;

/// <summary>PromQL over one service. Sums come after rates, and quantiles after sums: a quantile of averages is none.</summary>
internal static class Queries
{
    /// <summary>The chosen service, in all its replicas.</summary>
    private const string Service = "service=\"$service\"";

    /// <summary>A series of the chosen service, with further matchers.</summary>
    public static string Of(string metric, string matchers = "") => $"{metric}{{{Join(Service, matchers)}}}";

    /// <summary>A counter's increase per second, summed up by labels.</summary>
    public static string Rate(string counter, string by = "", string matchers = "") => Sum(PerSecond(Of(counter, matchers)), by);

    /// <summary>The same, with 0 where the counter has no series (yet).</summary>
    public static string RateOrZero(string counter, string matchers = "") => $"{Rate(counter, matchers: matchers)} or vector(0)";

    /// <summary>A counter's increase per hour, summed up by labels.</summary>
    public static string Hourly(string counter, string by = "", string matchers = "") => $"{Rate(counter, by, matchers)} * 3600";

    /// <summary>A counter's increase within the time shown, summed up by labels.</summary>
    public static string Increase(string counter, string by = "") => Sum($"increase({Of(counter)}[$__range])", by);

    /// <summary>A gauge that lies in the database, of which every replica tells the same.</summary>
    public static string State(string gauge) => $"max({Of(gauge)})";

    /// <summary>What one rate is of another, from 0 to 1; 0 where there is nothing of the first, nothing where there is nothing of the second.</summary>
    public static string Share(string part, string whole) => $"({part}) / ({whole} > 0)";

    /// <summary>A quantile of a histogram, over all replicas.</summary>
    public static string Quantile(double quantile, string histogram, string by = "", string matchers = "") =>
        FormattableString.Invariant($"histogram_quantile({quantile:0.00##}, {Sum(PerSecond(Of(histogram + "_bucket", matchers)), by.Length == 0 ? "le" : $"le, {by}")})");

    /// <summary>The same, of what was observed within the time shown: for what happens too seldom to be drawn over time.</summary>
    public static string QuantileShown(double quantile, string histogram, string by) =>
        FormattableString.Invariant($"histogram_quantile({quantile:0.00##}, {Increase(histogram + "_bucket", $"le, {by}")})");

    /// <summary>The mean of what a histogram observed.</summary>
    public static string Mean(string histogram, string by = "") => $"{Rate(histogram + "_sum", by)} / {Rate(histogram + "_count", by)}";

    /// <summary>Summed up by labels.</summary>
    public static string Sum(string expression, string by = "") => by.Length == 0 ? $"sum({expression})" : $"sum by ({by}) ({expression})";

    /// <summary>Increase per second, over the shortest range that holds enough scrapes.</summary>
    public static string PerSecond(string series) => $"rate({series}[$__rate_interval])";

    private static string Join(string first, string second) => second.Length == 0 ? first : $"{first}, {second}";
}
