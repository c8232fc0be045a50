using static Api.Aggregation.AggregationEndpoint;

namespace Api.Aggregation;

/// <summary>A family of the text endpoints. <see cref="All"/> is the one table: endpoints, documentation and tests read it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">Its type.</param>
/// <param name="Help">What a sample says.</param>
/// <param name="Labels">The labels that are kept, <c>le</c> of a histogram aside.</param>
/// <param name="Read">The query that reads it from a source; of a histogram its buckets.</param>
/// <param name="Endpoints">Which endpoints show it, besides <see cref="AggregationEndpoint.All"/>.</param>
internal sealed record AggregatedFamily(string Name, FamilyKind Kind, string Help, IReadOnlyList<string> Labels, Func<Source, string> Read, params AggregationEndpoint[] Endpoints)
{
    private const string SumOfReplicas = "sum";
    private const string Greatest = "max"; // what replicas read from the database is the same for all of them, or soon will be
    private const string Least = "min";

    public static readonly AggregatedFamily[] All =
    [
        Counter("fastapi_requests_total", "Requests that were answered.", ["app_name", "status_code"], Http),
        Histogram("fastapi_requests_duration_seconds", "Time from a request's first byte to its answer's last.", ["app_name"], Http),
        Gauge(SumOfReplicas, "fastapi_requests_in_progress", "Requests that are being worked on.", ["app_name"], Http),
        Counter("fastapi_exceptions_total", "Requests that ended in an exception.", ["app_name", "exception_type"], Http),

        Gauge(Greatest, "gatewayz_providers_total", "Providers of models that are configured; a gauge in spite of its name.", [], Providers),
        Gauge(Greatest, "gatewayz_providers_healthy", "Providers that work.", [], Providers),
        Gauge(Greatest, "gatewayz_providers_degraded", "Providers that work badly.", [], Providers),
        Gauge(Greatest, "gatewayz_providers_down", "Providers that do not work.", [], Providers),
        Gauge(Least, "provider_availability", "Whether a provider can be used, 1 or 0, as the replica sees it that sees it worst.", ["provider"], Providers),
        Gauge(Greatest, "provider_error_rate", "Share of calls that failed, 0 to 1, as the replica sees it that sees it worst.", ["provider"], Providers),
        Gauge(Greatest, "provider_response_time_seconds", "Time that a provider takes to answer, as the replica sees it that sees it worst.", ["provider"], Providers),
        Gauge(Least, "gatewayz_provider_health_score", "Health of a provider, 0 to 100, as the replica sees it that sees it worst.", ["provider"], Providers),

        Counter("model_inference_requests_total", "Calls of models, with how they ended.", ["model", "provider", "status"], Models),
        Histogram("model_inference_duration_seconds", "Time that calls of models took.", ["model", "provider"], Models),
        Counter("tokens_used_total", "Tokens that models read and wrote.", ["model", "provider", "type"], Models, Business),
        Counter("credits_used_total", "Credits that calls of models cost.", ["model", "provider"], Models, Business),

        Gauge(Greatest, "active_api_keys", "Keys that can be used.", [], Business),
        Gauge(Greatest, "subscription_count", "Subscriptions.", ["plan", "status"], Business),
        Gauge(Greatest, "trial_active", "Trials that have not ended.", [], Business),

        Computed("fastapi_requests_duration_seconds_p95", "Time within which 95 % of the requests of the last five minutes were answered.", ["app_name"],
            source => Expression.P95(source, "fastapi_requests_duration_seconds", "app_name"), Performance),
        Computed("database_query_duration_seconds_p95", "Time within which 95 % of the commands of the last five minutes were answered.", ["operation"],
            source => Expression.P95(source, "database_query_duration_seconds", "operation"), Performance),
        Computed("cache_hit_ratio", "Share of look-ups of the last five minutes that the cache answered, 0 to 1.", ["cache"],
            source => $"sum by (cache) ({source.Rate("cache_operations_total", "operation=\"get\"", "result=\"hit\"")})"
                + $" / (sum by (cache) ({source.Rate("cache_operations_total", "operation=\"get\"")}) > 0)", Performance),
        Gauge(SumOfReplicas, "cache_size_bytes", "What the caches of all replicas take, about.", [], Performance),
    ];

    /// <summary>What the sample of its sums is called, if it is a histogram.</summary>
    public string SumName => Name + "_sum";

    /// <summary>What reads it, wherever it runs.</summary>
    public string Query => Read(Source.Scraped);

    /// <summary>What reads it, wherever it runs, and its sums besides if it is a histogram.</summary>
    public IEnumerable<NamedQuery> Queries => QueriesOf(Source.Scraped);

    private Func<Source, string>? ReadSum { get; init; }

    /// <summary>What it takes to read it from a source.</summary>
    public IEnumerable<NamedQuery> QueriesOf(Source source) => ReadSum is null ? [new(Name, Read(source))] : [new(Name, Read(source)), new(SumName, ReadSum(source))];

    private static AggregatedFamily Counter(string name, string help, string[] labels, params AggregationEndpoint[] endpoints) =>
        new(name, FamilyKind.Counter, help, labels, source => Expression.Of(SumOfReplicas, labels, source.Series(name)), endpoints);

    private static AggregatedFamily Gauge(string aggregation, string name, string help, string[] labels, params AggregationEndpoint[] endpoints) =>
        new(name, FamilyKind.Gauge, help, labels, source => Expression.Of(aggregation, labels, source.Series(name)), endpoints);

    private static AggregatedFamily Histogram(string name, string help, string[] labels, params AggregationEndpoint[] endpoints) =>
        new(name, FamilyKind.Histogram, help, labels, source => Expression.Of(SumOfReplicas, [.. labels, "le"], source.Series(name + "_bucket")), endpoints)
        {
            ReadSum = source => Expression.Of(SumOfReplicas, labels, source.Series(name + "_sum")),
        };

    private static AggregatedFamily Computed(string name, string help, string[] labels, Func<Source, string> read, params AggregationEndpoint[] endpoints) =>
        new(name, FamilyKind.Gauge, help, labels, read, endpoints);
}
