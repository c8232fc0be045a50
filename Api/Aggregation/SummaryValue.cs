using System.Globalization;
using static Api.Aggregation.Expression;

namespace Api.Aggregation;

/// <summary>A value of the summary. <see cref="All"/> is the one table: endpoint, documentation and tests read it.</summary>
/// <param name="Category">The object that it stands in.</param>
/// <param name="Name">What it is called there.</param>
/// <param name="Meaning">What it says, with its unit.</param>
/// <param name="Format">How its digits are written, in .NET's terms.</param>
/// <param name="Query">What reads it: one sample, or none where the metric is absent.</param>
internal sealed record SummaryValue(string Category, string Name, string Meaning, string Format, string Query)
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
        new("http", "total_requests", "Requests that all services answered since they started.", Whole, Sum(Series(Requests))),
        new("http", "request_rate_per_minute", "Requests a minute, mean of five.", Rounded, $"{Sum(Rate(Series(Requests)))} * 60"),
        new("http", "error_rate", "Percent of requests that were answered with 5xx.", Rounded, Percent(Series(Requests, "status_code=~\"5..\""), Series(Requests))),
        new("http", "avg_latency_ms", "Mean time of a request, in milliseconds.", Rounded, MeanMilliseconds("fastapi_requests_duration_seconds")),
        new("http", "in_progress", "Requests that are being worked on.", Whole, Sum(Series("fastapi_requests_in_progress"))),

        new("models", "total_inference_requests", "Calls of models.", Whole, Sum(Series("model_inference_requests_total"))),
        new("models", "tokens_used_total", "Tokens that models read and wrote.", Whole, Sum(Series("tokens_used_total"))),
        new("models", "credits_used_total", "Credits that they cost.", Money, Sum(Series("credits_used_total"))),
        new("models", "avg_inference_latency_ms", "Mean time of a call, in milliseconds.", Rounded, MeanMilliseconds("model_inference_duration_seconds")),

        new("providers", "total_providers", "Providers that are configured.", Whole, Max(Series("gatewayz_providers_total"))),
        new("providers", "healthy_providers", "Providers that work.", Whole, Max(Series("gatewayz_providers_healthy"))),
        new("providers", "degraded_providers", "Providers that work badly.", Whole, Max(Series("gatewayz_providers_degraded"))),
        new("providers", "unavailable_providers", "Providers that do not work.", Whole, Max(Series("gatewayz_providers_down"))),
        new("providers", "avg_error_rate", "Percent of calls that fail, mean over the providers.", Rounded, $"100 * avg(max by (provider) ({Series("provider_error_rate")}))"),
        new("providers", "avg_response_time_ms", "Time until a provider answers, mean over them, in milliseconds.", Rounded,
            $"1000 * avg(max by (provider) ({Series("provider_response_time_seconds")}))"),

        new("database", "total_queries", "Commands that the database was given.", Whole, Sum(Series("database_queries_total"))),
        new("database", "avg_query_latency_ms", "Mean time of a command, in milliseconds.", Rounded, MeanMilliseconds("database_query_duration_seconds")),
        new("database", "cache_hit_rate", "Percent of look-ups that the cache answered.", Rounded,
            Percent(Series(CacheOperations, LookUps, "result=\"hit\""), Series(CacheOperations, LookUps))),

        new("business", "active_api_keys", "Keys that can be used.", Whole, Max(Series("active_api_keys"))),
        new("business", "active_subscriptions", "Subscriptions that are active.", Whole,
            $"sum(max by (plan) ({Series("subscription_count", "status=\"active\"")})) or {Max(Series("subscription_count"))} * 0"),
        new("business", "active_trials", "Trials that have not ended.", Whole, Max(Series("trial_active"))),
        new("business", "total_tokens_used", "Tokens that models read and wrote.", Whole, Sum(Series("tokens_used_total"))),
        new("business", "total_credits_used", "Credits that calls of models cost.", Money, Sum(Series("credits_used_total"))),
    ];

    /// <summary>Category and name: <c>http.error_rate</c>.</summary>
    public string Path => $"{Category}.{Name}";

    /// <summary>What Prometheus is asked for all of them: two values of one query share its answer.</summary>
    public static IReadOnlyList<NamedQuery> Queries { get; } = [.. All.DistinctBy(value => value.Query).Select(value => new NamedQuery(value.Path, value.Query))];

    /// <summary>The value as the summary shows it.</summary>
    /// <param name="samples">What <see cref="Queries"/> gave.</param>
    public string Show(ILookup<string, Sample> samples)
    {
        var asked = Queries.Single(query => query.PromQl == Query).Name;
        if (samples[asked].FirstOrDefault() is not { } sample || !double.TryParse(sample.Value, CultureInfo.InvariantCulture, out var value) || double.IsInfinity(value))
            return Absent;
        return (double.IsNaN(value) ? 0 : value).ToString(Format, CultureInfo.InvariantCulture);
    }
}
