namespace ServiceDefaults.Prometheus;

/// <summary>
/// The names by which well-known dashboards call what is measured here, written from the same points: recorded once, never doubled. One line a name;
/// tests, documentation and dashboards read this table.
/// </summary>
internal static class Aliases
{
    public const string Http = "http";
    public const string FastApi = "fastapi";

    /// <summary>The sets that <c>Metrics:Aliases</c> can turn off.</summary>
    public static readonly string[] Sets = [Http, FastApi];

    private const string Duration = "http_server_request_duration_seconds";
    private const string InProgress = "http_requests_in_progress";
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
    ];
}
