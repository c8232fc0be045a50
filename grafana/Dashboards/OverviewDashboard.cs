using static Dashboards.Queries;

namespace Dashboards;

/// <summary>The eight panels that the instrumentation guide promises, under its titles and in its order, with queries that work.</summary>
internal static class OverviewDashboard
{
    public static Dashboard Create() => new(
        "overview",
        "Overview",
        "Is the service used, does it work, and what does it need?",
        [Variable.Prometheus, Variable.Loki, Variable.Service],
        [
            new(
                "",
                Panels.Number("Total Requests", "Requests that were answered within the time shown above.", Unit.None, Target.Now(Increase(Metrics.FastApiRequests))) with { Decimals = 0, NoValue = "0" },
                Panels.Number(
                    "Requests Per Minute", "Requests answered per minute, all endpoints together.", Unit.RequestsPerMinute, Target.Prometheus($"{Rate(Metrics.FastApiRequests)} * 60")) with
                {
                    Decimals = 1,
                    NoValue = "0",
                },
                Panels.Number("Errors Per Second", "Requests answered with 4xx or 5xx per second; those with 5xx are the service's own fault.", Unit.RequestsPerSecond, Target.Prometheus(Errors)) with
                {
                    Decimals = 2,
                    Thresholds = Threshold.Rising(warning: 1, bad: 5),
                },
                Panels.Number("Average Response Time", "Mean time from a request's first byte to its answer's last.", Unit.Seconds, Target.Prometheus(Mean(Metrics.FastApiDuration))) with
                {
                    Thresholds = Threshold.Rising(warning: 0.25, bad: 1),
                    NoValue = "No requests",
                }),
            new(
                "",
                Panels.Lines(
                    "Request Duration P60", "Six of ten requests took no longer. Points are single requests: open their trace.", Unit.Seconds,
                    Target.Prometheus(Quantile(0.60, Metrics.FastApiDuration), "p60") with { Exemplars = true }) with { NoValue = "No requests" },
                Panels.Lines("CPU Usage", "CPU time that each replica used, in percent of one core.", Unit.Percent, Target.Prometheus($"{PerSecond(Of(Metrics.CpuSeconds))} * 100", "{{instance}}")),
                Panels.Lines("Memory Usage", "Memory that each replica holds in RAM.", Unit.Bytes, Target.Prometheus(Of(Metrics.ResidentMemory), "{{instance}}"))),
            new("", Panels.Logs("Logger Stream", "What the service writes to its log, newest first. A line leads to its trace.", """{service="$service"}""")),
        ]);

    private static string Errors => RateOrZero(Metrics.FastApiRequests, "status_code=~\"[45]..\"");
}
