namespace ServiceDefaults.Prometheus;

/// <summary>
/// The names by which well-known dashboards call what is measured here, written from the same points: recorded once, never doubled. One line a name;
/// tests, documentation and dashboards read this table.
/// </summary>
internal static class Aliases
{
    public const string Http = "http";
    public const string FastApi = "fastapi";
    public const string Database = "database";
    public const string LiteLlm = "litellm";

    /// <summary>The sets that <c>Metrics:Aliases</c> can turn off.</summary>
    public static readonly string[] Sets = [Http, FastApi, Database, LiteLlm];

    private const string Duration = "http_server_request_duration_seconds";
    private const string InProgress = "http_requests_in_progress";
    private const string Calls = "http_client_request_duration_seconds";
    private const string Queries = "db_query_duration_seconds";
    private const string ModelCalls = "model_inference_requests_total";
    private const string Counter = MetricFamily.Counter;
    private const string Gauge = MetricFamily.Gauge;
    private const string Histogram = MetricFamily.Histogram;

    public static readonly Alias[] All =
    [
        new(Http, Duration, "http_requests_total", Counter, "Requests that were answered.",
            ("method", tags => tags.Method), ("endpoint", tags => tags.Route), ("handler", tags => tags.Route), ("status", tags => tags.Status),
            ("status_code", tags => tags.Status), ("version", tags => tags.Version)) { WithHeaderLabels = true },
        new(Http, Duration, "http_request_duration_seconds", Histogram, "Time from a request's first byte to its answer's last.",
            ("method", tags => tags.Method), ("endpoint", tags => tags.Route), ("handler", tags => tags.Route)) { WithHeaderLabels = true },
        new(Http, Duration, "http_exceptions_total", Counter, "Requests that ended in an exception.",
            ("exception_type", tags => tags.ExceptionType), ("endpoint", tags => tags.Route)) { Where = tags => tags.ExceptionType is not null },
        new(Http, Duration, "api_errors_total", Counter, "Requests that were answered with an error: the client's (4xx) or the server's (5xx).",
            ("endpoint", tags => tags.Route), ("status_code", tags => tags.Status), ("error_type", tags => tags.ErrorType)) { Where = tags => tags.StatusCode >= 400 },
        new(Http, InProgress, "http_requests_inprogress", Gauge, "Requests that are being worked on.",
            ("method", tags => tags.Method), ("handler", tags => tags.Route)),
        new(Http, "kestrel_active_connections", "active_connections", Gauge, "Connections that clients have open."),
        new(Http, Calls, "external_api_requests_total", Counter, "Calls to other services, by their address; error stands for no answer at all.",
            ("service", tags => tags["server.address"]), ("status", tags => tags.Status ?? "error")),
        new(Http, Calls, "external_api_duration_seconds", Histogram, "Time until another service answered, by its address.",
            ("service", tags => tags["server.address"])),

        new(FastApi, "build_info", "fastapi_app_info", Gauge, "Always 1; the label tells the name of the service.",
            ("app_name", tags => tags.AppName)),
        new(FastApi, Duration, "fastapi_requests_total", Counter, "Requests that were answered.",
            ("app_name", tags => tags.AppName), ("method", tags => tags.Method), ("path", tags => tags.Route), ("status_code", tags => tags.Status)),
        new(FastApi, Duration, "fastapi_responses_total", Counter, "Answers that were given.",
            ("app_name", tags => tags.AppName), ("method", tags => tags.Method), ("path", tags => tags.Route), ("status_code", tags => tags.Status)),
        new(FastApi, Duration, "fastapi_requests_duration_seconds", Histogram, "Time from a request's first byte to its answer's last.",
            ("app_name", tags => tags.AppName), ("method", tags => tags.Method), ("path", tags => tags.Route)),
        new(FastApi, Duration, "fastapi_request_duration_seconds", Histogram, "Time from a request's first byte to its answer's last.",
            ("method", tags => tags.Method), ("path", tags => tags.Route), ("status_code", tags => tags.Status)),
        new(FastApi, Duration, "fastapi_exceptions_total", Counter, "Requests that ended in an exception.",
            ("app_name", tags => tags.AppName), ("method", tags => tags.Method), ("path", tags => tags.Route), ("exception_type", tags => tags.ExceptionType))
            { Where = tags => tags.ExceptionType is not null },
        new(FastApi, InProgress, "fastapi_requests_in_progress", Gauge, "Requests that are being worked on.",
            ("app_name", tags => tags.AppName), ("method", tags => tags.Method), ("path", tags => tags.Route)),
        new(FastApi, "http_server_active_requests", "fastapi_active_requests", Gauge, "Requests that are being worked on, all together."),
        new(FastApi, "process_cpu_usage_percent", "fastapi_cpu_usage_percent", Gauge, "CPU time of this process since the last scrape, in percent of one core."),
        new(FastApi, "process_resident_memory_bytes", "fastapi_memory_usage_bytes", Gauge, "Memory that this process holds in RAM."),
        new(FastApi, "user_registrations_total", "fastapi_user_registrations_total", Counter, "Users that registered."),
        new(FastApi, "active_users_count", "fastapi_active_users", Gauge, "Users that signed in within the last 24 hours."),

        new(Database, Queries, "database_query_duration_seconds", Histogram, "Time that the database took to answer a command, or to fail.",
            ("operation", tags => tags["query_type"])),
        new(Database, Queries, "database_queries_total", Counter, "Commands that the database was given.",
            ("operation", tags => tags["query_type"])),
        new(Database, Queries, "database_operations_total", Counter, "Commands that the database was given, with how they ended: success or error.",
            ("operation", tags => tags["query_type"]), ("table", tags => tags["table"]), ("status", tags => tags["error_type"] is null ? "success" : "error")),
        new(Database, "db_query_errors_total", "database_errors_total", Counter, "Commands that failed.",
            ("operation", tags => tags["query_type"])),
        new(Database, "db_client_connection_count", "db_connection_pool_size", Gauge, "Connections that are in use just now, of all pools; not how large they are.")
            { Where = tags => "used".Equals(tags["db.client.connection.state"]) },
        new(Database, "db_client_connection_max", "db_connection_pool_max_size", Gauge, "Connections that the pools may open: Maximum Pool Size of the connection strings."),

        new(LiteLlm, ModelCalls, "litellm_proxy_total_requests_metric_total", Counter, "Calls to models.",
            ("requested_model", tags => tags["model"])),
        new(LiteLlm, ModelCalls, "litellm_proxy_failed_requests_metric_total", Counter, "Calls to models that failed, by what LiteLLM calls the reason.",
            ("requested_model", tags => tags["model"]), ("exception_class", tags => LiteLlmException(tags["status"]))) { Where = tags => tags["status"] is not (null or "success") },
        new(LiteLlm, "model_inference_duration_seconds", "litellm_request_total_latency_metric", Histogram, "Time from a call to the end of its answer, in seconds.",
            ("model", tags => tags["model"])),
        new(LiteLlm, "provider_rate_limit_remaining_requests", "litellm_remaining_requests", Gauge, "Requests that the provider said it still takes.",
            ("api_provider", tags => tags["provider"])),
        new(LiteLlm, "provider_rate_limit_remaining_tokens", "litellm_remaining_tokens", Gauge, "Tokens that the provider said it still takes.",
            ("api_provider", tags => tags["provider"])),
    ];

    private static string LiteLlmException(object? status) => status switch
    {
        "timeout" => "Timeout",
        "rate_limited" => "RateLimitError",
        "insufficient_credits" => "BudgetExceededError",
        _ => "APIError",
    };
}
