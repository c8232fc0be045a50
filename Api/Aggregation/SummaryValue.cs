using System.Globalization;
using static Api.Aggregation.Expression;

namespace Api.Aggregation;

/// <summary>A value of the summary. <see cref="All"/> is the one table: endpoint, documentation and tests read it.</summary>
/// <param name="Category">The object that it stands in.</param>
/// <param name="Name">What it is called there.</param>
/// <param name="Meaning">What it says, with its unit.</param>
/// <param name="Format">How its digits are written, in .NET's terms.</param>
/// <param name="Read">The query that reads it from a source: one sample, or none where the metric is absent.</param>
internal sealed record SummaryValue(string Category, string Name, string Meaning, string Format, Func<Source, string> Read)
{
    /// <summary>What stands for a value that nobody knows.</summary>
    public const string Absent = "N/A";

    private const string Whole = "0";
    private const string Rounded = "0.##";
    private const string Money = "0.########";

    private const string Requests = "fastapi_requests_total";
    private const string CacheOperations = "cache_operations_total";
    private const string LookUps = "operation=\"get\"";

    public static readonly SummaryValue[] All =
    [
        new("http", "total_requests", "Requests that all services answered since they started.", Whole, source => Sum(source.Series(Requests))),
        new("http", "request_rate_per_minute", "Requests a minute, mean of five.", Rounded, source => $"{Sum(source.Rate(Requests))} * 60"),
        new("http", "error_rate", "Percent of requests that were answered with 5xx.", Rounded, source => Percent(source, Requests, "status_code=~\"5..\"")),
        new("http", "avg_latency_ms", "Mean time of a request, in milliseconds.", Rounded, source => MeanMilliseconds(source, "fastapi_requests_duration_seconds")),
        new("http", "in_progress", "Requests that are being worked on.", Whole, source => Sum(source.Series("fastapi_requests_in_progress"))),

        new("models", "total_inference_requests", "Calls of models.", Whole, source => Sum(source.Series("model_inference_requests_total"))),
        new("models", "tokens_used_total", "Tokens that models read and wrote.", Whole, source => Sum(source.Series("tokens_used_total"))),
        new("models", "credits_used_total", "Credits that they cost.", Money, source => Sum(source.Series("credits_used_total"))),
        new("models", "avg_inference_latency_ms", "Mean time of a call, in milliseconds.", Rounded, source => MeanMilliseconds(source, "model_inference_duration_seconds")),

        new("providers", "total_providers", "Providers that are configured.", Whole, source => Max(source.Series("gatewayz_providers_total"))),
        new("providers", "healthy_providers", "Providers that work.", Whole, source => Max(source.Series("gatewayz_providers_healthy"))),
        new("providers", "degraded_providers", "Providers that work badly.", Whole, source => Max(source.Series("gatewayz_providers_degraded"))),
        new("providers", "unavailable_providers", "Providers that do not work.", Whole, source => Max(source.Series("gatewayz_providers_down"))),
        new("providers", "avg_error_rate", "Percent of calls that fail, mean over the providers.", Rounded, source => $"100 * avg(max by (provider) ({source.Series("provider_error_rate")}))"),
        new("providers", "avg_response_time_ms", "Time until a provider answers, mean over them, in milliseconds.", Rounded,
            source => $"1000 * avg(max by (provider) ({source.Series("provider_response_time_seconds")}))"),

        new("database", "total_queries", "Commands that the database was given.", Whole, source => Sum(source.Series("database_queries_total"))),
        new("database", "avg_query_latency_ms", "Mean time of a command, in milliseconds.", Rounded, source => MeanMilliseconds(source, "database_query_duration_seconds")),
        new("database", "cache_hit_rate", "Percent of look-ups that the cache answered.", Rounded,
            source => Percent(source, CacheOperations, "result=\"hit\"", LookUps)),

        new("business", "active_api_keys", "Keys that can be used.", Whole, source => Max(source.Series("active_api_keys"))),
        new("business", "active_subscriptions", "Subscriptions that are active.", Whole,
            source => $"sum(max by (plan) ({source.Series("subscription_count", "status=\"active\"")})) or {Max(source.Series("subscription_count"))} * 0"),
        new("business", "active_trials", "Trials that have not ended.", Whole, source => Max(source.Series("trial_active"))),
        new("business", "total_tokens_used", "Tokens that models read and wrote.", Whole, source => Sum(source.Series("tokens_used_total"))),
        new("business", "total_credits_used", "Credits that calls of models cost.", Money, source => Sum(source.Series("credits_used_total"))),
    ];

    /// <summary>Category and name: <c>http.error_rate</c>.</summary>
    public string Path => $"{Category}.{Name}";

    /// <summary>What reads it, wherever it runs.</summary>
    public string Query { get; } = Read(Source.Scraped);

    /// <summary>What Prometheus is asked for all of them: two values of one query share its answer.</summary>
    public static IEnumerable<NamedQuery> QueriesOf(Source source) => All.DistinctBy(value => value.Query).Select(value => new NamedQuery(value.Path, value.Read(source)));

    /// <summary>The value as the summary shows it.</summary>
    /// <param name="samples">What <see cref="QueriesOf"/> gave.</param>
    public string Show(ILookup<string, Sample> samples)
    {
        var asked = All.First(value => value.Query == Query); // one for all that share it
        if (samples[asked.Path].FirstOrDefault() is not { } sample || !double.TryParse(sample.Value, CultureInfo.InvariantCulture, out var value) || double.IsInfinity(value))
            return Absent;
        return (double.IsNaN(value) ? 0 : value).ToString(Format, CultureInfo.InvariantCulture);
    }
}
