using static Dashboards.Queries;

namespace Dashboards;

/// <summary>Promises, what is left of them, and what is alerting: prometheus/rules has the same numbers.</summary>
internal static class SlosDashboard
{
    private const string NoHistory = "Not recorded yet";

    private static readonly string[] Windows = ["5m", "1h", "6h", "3d"];

    public static Dashboard Create() => new(
        "slos",
        "SLOs and alerts",
        "Is the promise to users kept, how fast is its error budget spent, and what needs a person?",
        [Variable.Prometheus, Variable.Service],
        [
            new(
                "Alerts",
                Panels.Table(
                    "Alerts", "What is firing, or about to. prometheus/runbook.md says of each what helps.",
                    [
                        new("alertname", "Alert"), new("alertstate", "State"), new("severity", "Severity"), new("service", "Service"), new("instance", "Instance"),
                    ],
                    sortBy: "State",
                    Target.Prometheus($"sum by (alertname, alertstate, severity, service, instance) ({Metrics.Alerts}{{alertstate=~\"pending|firing\"}})")) with
                {
                    Height = 6,
                    Ascending = true, // firing before pending
                    Hidden = ["Time", "Value"],
                    NoValue = "Nothing is alerting",
                    EmptyUntil = Fault.DatabaseDown,
                }),
            new(
                "Availability: requests that are not answered with 5xx",
                [
                    Kept("Availability", "Share of the last 3 days' requests that were not answered with 5xx.", Metrics.ErrorRatio, Threshold.Falling(bad: 0.995, warning: 0.999)),
                    Budget("What is left of the failures that the objective allows in 3 days.", Metrics.AvailabilityBudget),
                    BurnRate(Metrics.ErrorRatio, Metrics.AvailabilityObjective),
                ]),
            new(
                "Latency: requests that take no longer than 500 ms",
                [
                    Kept("Fast requests", "Share of the last 3 days' requests that took no longer than 500 ms.", Metrics.SlowRatio, Threshold.Falling(bad: 0.99, warning: 0.995)),
                    Budget("What is left of the slow requests that the objective allows in 3 days.", Metrics.LatencyBudget),
                    BurnRate(Metrics.SlowRatio, Metrics.LatencyObjective),
                ]),
            new(
                "Can the above be trusted?",
                Panels.Bars("Targets", "1: Prometheus reads the metrics of this replica. 0: it cannot.", Unit.None, Target.Now($"sum by (instance) ({Metrics.Up}{{job=\"backend-api\"}})", "{{instance}}")) with
                {
                    Max = 1,
                    Thresholds = Threshold.Falling(bad: 1, warning: 1),
                    NoValue = "No service is scraped",
                },
                Panels.Lines("Telemetry that was lost", "Spans and log records per second that a destination did not get, by destination and reason.", Unit.PerSecond,
                    Target.Prometheus(Rate(Metrics.LostItems, "destination, signal, reason"), "{{destination}} {{signal}} {{reason}}")) with { NoValue = "No destination" },
                Panels.Lines("Telemetry that failed", "Per second: log lines dropped, measurements put into an overflow series or not recorded, requests not told completely.", Unit.PerSecond,
                    Target.Prometheus(Rate(Metrics.DroppedLogLines), "log lines dropped"),
                    Target.Prometheus(Rate(Metrics.OverflowedMeasurements), "measurements overflowed"),
                    Target.Prometheus(Rate(Metrics.FailedMeasurements), "measurements failed"),
                    Target.Prometheus(Rate(Metrics.FailedRequests), "requests failed"))),
        ]);

    private static Panel Kept(string title, string description, Func<string, string> broken, IReadOnlyList<Threshold> thresholds) =>
        Panels.Number(title, description, Unit.Ratio, Target.Now($"1 - {Of(broken("3d"))}")) with { Height = 8, Decimals = 3, Thresholds = thresholds, NoValue = NoHistory };

    private static Panel Budget(string description, string budget) => Panels.Gauge("Error budget left", description, Unit.Ratio, Target.Now(Of(budget))) with
    {
        Height = 8,
        Min = 0,
        Max = 1,
        Thresholds = Threshold.Falling(bad: 0.1, warning: 0.5),
        NoValue = NoHistory,
    };

    private static Panel BurnRate(Func<string, string> ratio, string objective) =>
        Panels.Lines(
            "Burn rate", "How many times faster than allowed the budget is spent, over several windows. At 1 it lasts just as long as it should.", Unit.None,
            [.. Windows.Select(window => Target.Prometheus($"{Of(ratio(window))} / on () group_left () (1 - {objective})", window))]) with
        {
            Width = 12,
            Decimals = 1,
            NoValue = NoHistory,
        };
}
