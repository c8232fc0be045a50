namespace Dashboards;

/// <summary>What the service said and did, request by request.</summary>
internal static class LogsAndTracesDashboard
{
    public static Dashboard Create() => new(
        "logs-and-traces",
        "Logs and traces",
        "What happened in one request, and who called whom?",
        [Variable.Loki, Variable.Tempo, Variable.Prometheus, Variable.Service],
        [
            new(
                "Logs",
                Panels.Logs("Warnings and errors", "Lines of level WARNING and above, newest first.", """{service="$service"} | detected_level=~"warn|error|critical|fatal" """.TrimEnd()) with
                {
                    NoValue = "No warnings or errors in this time",
                },
                Panels.Logs("All lines", "What the service writes to its log, newest first. A line leads to its trace.", """{service="$service"}""")),
            new(
                "Traces",
                Panels.Traces("Failed", "Traces with a failed span in this service.", """{ resource.service.name = "$service" && status = error }""") with { NoValue = "No failed traces in this time" },
                Panels.Traces("Slow", "Traces in which this service took longer than 500 ms.", """{ resource.service.name = "$service" && duration > 500ms }""") with { NoValue = "No slow traces in this time" },
                Panels.Traces("Newest", "Traces that this service took part in.", """{ resource.service.name = "$service" }""") with { Width = 24 }),
            new(
                "Of all",
                Panels.Stack("Log lines by level", "Log lines per second, by level.", Unit.PerSecond,
                    Target.Loki("""sum by (detected_level) (rate({service="$service"}[$__auto]))""", "{{detected_level}}")) with { Width = 12, NoValue = "No log lines in this time" },
                new Panel("nodeGraph", "Who calls whom", "Services, what they call, how often and how fast, as Tempo derives it from traces.", Unit.None, Target.Tempo("") with { QueryType = "serviceMap" }) with
                {
                    Width = 12,
                    NoValue = "No calls between services yet",
                }),
        ]);
}
