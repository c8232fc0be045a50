using static Dashboards.Queries;

namespace Dashboards;

/// <summary>Rate, errors and duration of requests, by endpoint: https://grafana.com/blog/2018/08/02/the-red-method-how-to-instrument-your-services/.</summary>
internal static class HttpDashboard
{
    private const string Failed = "status=~\"5..\"";
    private const string NoRequests = "No requests in this time";

    public static Dashboard Create() => new(
        "http",
        "HTTP",
        "Which endpoint is used, fails or is slow?",
        [Variable.Prometheus, Variable.Service],
        [
            new(
                "Rate, errors, duration",
                Panels.Stack("Requests by endpoint", "Requests answered per second, by route template. What matches no route is `unmatched`.", Unit.RequestsPerSecond,
                    Target.Prometheus(Rate(Metrics.Requests, "endpoint"), "{{endpoint}}")) with { NoValue = NoRequests },
                Panels.Lines("Share of failed requests", "Requests answered with 5xx, of all. The client's mistakes (4xx) are not counted.", Unit.Ratio,
                    Target.Prometheus(Share(RateOrZero(Metrics.Requests, Failed), Rate(Metrics.Requests)), "failed")) with { NoValue = NoRequests, Max = 1 },
                Panels.Lines("Duration", "Half, 95 % and 99 % of the requests took no longer. Points are single requests: open their trace.", Unit.Seconds,
                    Target.Prometheus(Quantile(0.50, Metrics.RequestDuration), "p50"),
                    Target.Prometheus(Quantile(0.95, Metrics.RequestDuration), "p95"),
                    Target.Prometheus(Quantile(0.99, Metrics.RequestDuration), "p99") with { Exemplars = true }) with { NoValue = NoRequests }),
            new(
                "By endpoint",
                Panels.Table(
                    "Endpoints", "Of the last minutes, slowest first.",
                    [
                        new("endpoint", "Endpoint"),
                        new("Value #A", "Requests", Unit.RequestsPerSecond),
                        new("Value #B", "Failed", Unit.Ratio) { Thresholds = Threshold.Rising(warning: 0.001, bad: 0.01) },
                        new("Value #C", "Mean", Unit.Seconds),
                        new("Value #D", "95 % within", Unit.Seconds) { Thresholds = Threshold.Rising(warning: 0.5, bad: 1) },
                    ],
                    sortBy: "95 % within",
                    Target.Prometheus(Rate(Metrics.Requests, "endpoint")),
                    Target.Prometheus($"(({Rate(Metrics.Requests, "endpoint", Failed)}) or {Rate(Metrics.Requests, "endpoint")} * 0) / ({Rate(Metrics.Requests, "endpoint")} > 0)"),
                    Target.Prometheus(Mean(Metrics.RequestDuration, "endpoint")),
                    Target.Prometheus(Quantile(0.95, Metrics.RequestDuration, "endpoint"))) with { NoValue = NoRequests },
                Panels.LinesWithTable("Duration by endpoint (95 %)", "95 % of the requests of an endpoint took no longer. Points are single requests: open their trace.", Unit.Seconds,
                    Target.Prometheus(Quantile(0.95, Metrics.RequestDuration, "endpoint"), "{{endpoint}}") with { Exemplars = true }) with { NoValue = NoRequests },
                Panels.LinesWithTable("Answers by status", "Requests answered per second, by status code.", Unit.RequestsPerSecond,
                    Target.Prometheus(Rate(Metrics.Requests, "status"), "{{status}}")) with { NoValue = NoRequests }),
            new(
                "Load",
                Panels.Stack("In progress", "Requests that are being answered, by endpoint.", Unit.Count,
                    Target.Prometheus(Sum(Of(Metrics.InProgress), "endpoint"), "{{endpoint}}")) with { NoValue = "Nothing in progress" },
                Panels.Lines("Connections", "Open connections of clients, and those that wait to be accepted.", Unit.Count,
                    Target.Prometheus(Sum(Of(Metrics.Connections)), "open"),
                    Target.Prometheus(Sum(Of(Metrics.QueuedConnections)), "waiting")),
                Panels.Lines("Size", "95 % of the bodies were no larger, as read and written.", Unit.Bytes,
                    Target.Prometheus(Quantile(0.95, Metrics.RequestSize), "request"),
                    Target.Prometheus(Quantile(0.95, Metrics.ResponseSize), "response")) with { NoValue = NoRequests }),
            new(
                "Faults and calls",
                Panels.LinesWithTable("Exceptions", "Requests per second that ended in an exception, by its type.", Unit.PerSecond,
                    Target.Prometheus(Rate(Metrics.Exceptions, "exception_type"), "{{exception_type}}")) with { NoValue = "No exceptions", EmptyUntil = Fault.DatabaseDown },
                Panels.LinesWithTable("Calls to others (95 %)", "95 % of the service's own HTTP calls took no longer, by whom it called.", Unit.Seconds,
                    Target.Prometheus(Quantile(0.95, Metrics.ClientDuration, "server_address"), "{{server_address}}")) with { NoValue = "No calls in this time" }),
        ]);
}
