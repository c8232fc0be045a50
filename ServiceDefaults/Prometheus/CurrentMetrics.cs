using ServiceDefaults.Recording;

namespace ServiceDefaults.Prometheus;

/// <summary>What stands around a request, as of now: connections, the cache, work in the background, calls to other services.</summary>
/// <param name="ActiveConnections">Connections that clients have open.</param>
/// <param name="TotalRequests">Requests that were answered since the process started.</param>
/// <param name="CacheHitRate">How many of the look-ups found something, from 0 to 1; null while there was none.</param>
/// <param name="Series">Each series in its present state; a histogram's as its count and its sum.</param>
internal sealed record CurrentMetrics(double ActiveConnections, double TotalRequests, double? CacheHitRate, IReadOnlyList<CurrentMetrics.CurrentSeries> Series)
{
    private static readonly string[] Prefixes = ["active_connections", "background_", "cache_", "external_api_"];

    public static CurrentMetrics Of(IReadOnlyList<MetricFamily> families)
    {
        var hits = LookUps("hit");
        var all = hits + LookUps("miss");
        return new(
            Sum("kestrel_active_connections"),
            Sum("http_server_request_duration_seconds"),
            all > 0 ? hits / all : null,
            [.. families.Where(family => Prefixes.Any(prefix => family.Name.Name.StartsWith(prefix, StringComparison.Ordinal))).SelectMany(Read)]);

        double LookUps(string result) => Sum("cache_operations_total", ("operation", "get"), ("result", result));

        double Sum(string family, params (string Tag, string Value)[] tags) => families.Where(each => each.Name.Name == family)
            .SelectMany(each => each.Series)
            .Where(series => tags.All(tag => series.Labels.Tags.Contains(new(tag.Tag, tag.Value))))
            .Sum(series => series is BucketSeries histogram ? histogram.ReadTotals().Count : ((NumberSeries)series).Read().Value);
    }

    private static IEnumerable<CurrentSeries> Read(MetricFamily family)
    {
        var name = family.Name.Name;
        foreach (var series in family.Series)
        {
            var labels = Labels.Of(series.Labels.Tags, Escaping.Underscores);
            if (series is BucketSeries histogram)
            {
                var (count, sum) = histogram.ReadTotals();
                yield return new(name + "_count", labels, count);
                yield return new(name + "_sum", labels, sum);
            }
            else
            {
                yield return new(name, labels, ((NumberSeries)series).Read().Value);
            }
        }
    }

    /// <summary>A series with its labels.</summary>
    internal sealed class CurrentSeries(string name, IReadOnlyDictionary<string, string> labels, double value)
    {
        public string Name => name;

        public IReadOnlyDictionary<string, string> Labels => labels;

        /// <summary>Null where it is no number: JSON has neither NaN nor infinity.</summary>
        public double? Value => double.IsFinite(value) ? value : null;
    }
}
