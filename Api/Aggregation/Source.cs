namespace Api.Aggregation;

/// <summary>Where a query finds the counters and histograms of all replicas: the leaves of every expression in the tables.</summary>
internal sealed class Source
{
    /// <summary>The series as they are scraped. Every Prometheus has them; there are as many as replicas, routes, models and bounds make of each other.</summary>
    public static readonly Source Scraped = new(isRecorded: false);

    /// <summary>The sums that Prometheus records (<see cref="RecordedSeries"/>), and what it does not sum up as it is scraped.</summary>
    public static readonly Source Recorded = new(isRecorded: true);

    private const string Window = "5m";

    private readonly bool _isRecorded;

    private Source(bool isRecorded) => _isRecorded = isRecorded;

    /// <summary>All series of a metric, but for those that these endpoints wrote.</summary>
    /// <param name="metric">What it is called.</param>
    /// <param name="matchers">What its labels must be besides: <c>status="active"</c>.</param>
    public string Series(string metric, params IEnumerable<string> matchers) =>
        Find(metric, RecordedSeries.Sum) is { } recorded ? Selector(recorded.Name, matchers) : Unmarked(metric, matchers);

    /// <summary>How fast they grow, a second, mean of five minutes: enough for targets that are scraped once a minute.</summary>
    /// <param name="metric">What the metric is called.</param>
    /// <param name="matchers">What its labels must be besides.</param>
    public string Rate(string metric, params IEnumerable<string> matchers) =>
        Find(metric, RecordedSeries.Rate) is { } recorded ? Selector(recorded.Name, matchers) : $"rate({Unmarked(metric, matchers)}[{Window}])";

    private RecordedSeries? Find(string metric, string operation) =>
        _isRecorded ? RecordedSeries.All.SingleOrDefault(series => series.Metric == metric && series.Operation == operation) : null;

    private static string Unmarked(string metric, IEnumerable<string> matchers) => Selector(metric, matchers.Append($"{Expression.Marker.Key}=\"\""));

    private static string Selector(string name, IEnumerable<string> matchers) => string.Join(',', matchers) is { Length: > 0 } labels ? $"{name}{{{labels}}}" : name;
}
