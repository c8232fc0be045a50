namespace Api.Aggregation;

/// <summary>
/// A sum over replicas that Prometheus records by <c>prometheus/rules/aggregation.yml</c>, where each endpoint finds it ready: the metrics here have series by the thousand.
/// The rules are this table; a test holds them to it.
/// </summary>
/// <param name="Metric">The metric that is summed up.</param>
/// <param name="Operation"><see cref="Sum"/> or <see cref="Rate"/>.</param>
/// <param name="Labels">The labels that are kept: those by which an endpoint tells samples apart.</param>
internal sealed record RecordedSeries(string Metric, string Operation, params string[] Labels)
{
    public const string Sum = "sum";
    public const string Rate = "rate5m";

    public static readonly RecordedSeries[] All =
    [
        new("fastapi_requests_total", Sum, "app_name", "status_code"),
        new("fastapi_requests_total", Rate, "app_name", "status_code"),
        new("fastapi_requests_duration_seconds_bucket", Sum, "app_name", "le"),
        new("fastapi_requests_duration_seconds_bucket", Rate, "app_name", "le"),
        new("fastapi_requests_duration_seconds_sum", Sum, "app_name"),
        new("fastapi_requests_duration_seconds_sum", Rate, "app_name"),
        new("fastapi_requests_duration_seconds_count", Sum, "app_name"),
        new("fastapi_requests_duration_seconds_count", Rate, "app_name"),
        new("fastapi_requests_in_progress", Sum, "app_name"),
        new("fastapi_exceptions_total", Sum, "app_name", "exception_type"),
        new("model_inference_requests_total", Sum, "model", "provider", "status"),
        new("model_inference_duration_seconds_bucket", Sum, "model", "provider", "le"),
        new("model_inference_duration_seconds_sum", Sum, "model", "provider"),
        new("model_inference_duration_seconds_sum", Rate, "model", "provider"),
        new("model_inference_duration_seconds_count", Sum, "model", "provider"),
        new("model_inference_duration_seconds_count", Rate, "model", "provider"),
        new("tokens_used_total", Sum, "model", "provider", "type"),
        new("credits_used_total", Sum, "model", "provider"),
        new("database_query_duration_seconds_bucket", Rate, "operation", "le"),
    ];

    /// <summary>What finds out whether a Prometheus records just these: the last rule says how many there are before it.</summary>
    public static NamedQuery Count { get; } = new("recorded", "aggregation:rules:count");

    /// <summary>Whether a Prometheus that gave these samples records just these.</summary>
    /// <param name="samples">What <see cref="Count"/> gave.</param>
    public static bool AreIn(ILookup<string, Sample> samples) => samples[Count.Name].Any(sample => sample.Value == $"{All.Length}");

    public string Name => $"aggregation:{Metric}:{Operation}";

    /// <summary>What its rule records.</summary>
    public string PromQl => Expression.Of("sum", Labels, Operation == Rate ? Source.Scraped.Rate(Metric) : Source.Scraped.Series(Metric));
}
