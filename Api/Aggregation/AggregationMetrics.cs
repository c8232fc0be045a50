using System.Diagnostics.Metrics;
using ServiceDefaults;

namespace Api.Aggregation;

/// <summary>How well Prometheus answers, and how often it need not be asked.</summary>
internal sealed class AggregationMetrics
{
    public const string MeterName = "Api.Aggregation";

    /// <summary>Gauge, 1 or 0: whether Prometheus answered when it was last asked. Not there before that.</summary>
    public const string UpName = "prometheus.upstream.up";

    /// <summary>Histogram, seconds: time until Prometheus had answered, or until nobody waited any more. Tags: <see cref="OutcomeTag"/>.</summary>
    public const string DurationName = "prometheus.upstream.request.duration"; // scraped as prometheus_upstream_request_duration_seconds

    /// <summary>Counter, <c>{request}</c>: requests of clients, by where their answer came from. Tags: <see cref="ResultTag"/>.</summary>
    public const string CacheName = "prometheus.upstream.cache"; // scraped as prometheus_upstream_cache_total

    /// <summary>success, error (it answered with one, or with something else than asked for), timeout or unreachable.</summary>
    public const string OutcomeTag = "outcome";

    /// <summary>hit, miss or joined (somebody else's request was under way already).</summary>
    public const string ResultTag = "result";

    public const string Success = "success";
    public const string Error = "error";
    public const string Timeout = "timeout";
    public const string Unreachable = "unreachable";

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _cache;
    private readonly ILogger<AggregationMetrics> _logger;
    private volatile object? _isUp; // a bool, once it is known

    public AggregationMetrics(IMeterFactory meters, ILogger<AggregationMetrics> logger)
    {
        _logger = logger;
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge(
            UpName, () => _isUp is bool isUp ? (IEnumerable<Measurement<int>>)[new(isUp ? 1 : 0)] : [], unit: null, "Whether Prometheus answered when it was last asked.");
        _duration = meter.CreateHistogram(
            DurationName, "s", "Time until Prometheus had answered, or until nobody waited any more.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.ShortSeconds });
        _cache = meter.CreateCounter<long>(CacheName, "{request}", "Requests of clients, by where their answer came from.");
        foreach (var result in (string[])["hit", "miss", "joined"])
            Count(0, result);
    }

    public void Hit() => Count(1, "hit");

    public void Missed() => Count(1, "miss");

    public void Joined() => Count(1, "joined");

    public void SetUp(bool isUp) => _isUp = isUp;

    /// <summary>Prometheus was asked one query.</summary>
    public void Asked(string outcome, TimeSpan took) => Safely(() => _duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>(OutcomeTag, outcome)));

    private void Count(long count, string result) => Safely(() => _cache.Add(count, new KeyValuePair<string, object?>(ResultTag, result)));

    private void Safely(Action record)
    {
        try
        {
            record();
        }
        catch (Exception exception) // of whoever listens to the meter
        {
            _logger.NotCounted(exception);
        }
    }
}
