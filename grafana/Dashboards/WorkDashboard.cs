using Api.Background;
using Api.Caching;
using static Dashboards.Queries;

namespace Dashboards;

/// <summary>What spares a request work, what is done after it, and what it asks of others.</summary>
internal static class WorkDashboard
{
    private const string LookUp = $"{CacheMetrics.OperationTag}=\"get\"";
    private const string Hit = $"{LookUp}, {CacheMetrics.ResultTag}=\"hit\"";
    private const string Bypass = $"{LookUp}, {CacheMetrics.ResultTag}=\"bypass\"";
    private const string NoLookUps = "No look-ups in this time";
    private const string NotRead = "Not read from the database yet";
    private const string Replica = "{{instance}}";

    // The service that was called: Prometheus keeps `service` for the one that called.
    private const string Called = "exported_service";

    public static Dashboard Create() => new(
        "work",
        "Work around a request",
        "Does the cache spare the database work, is what was put off done in time, and do others answer?",
        [Variable.Prometheus, Variable.Service],
        [
            new(
                "Cache",
                Panels.Lines("Hit ratio", "Share of the look-ups in each cache that the database did not have to answer; and of those that went past all of them, as changes could not be told.", Unit.Ratio,
                    Target.Prometheus(
                        $"{Rate(Metrics.CacheOperations, CacheMetrics.CacheTag, Hit)} / ({Rate(Metrics.CacheOperations, CacheMetrics.CacheTag, LookUp)} > 0)",
                        $"{{{{{CacheMetrics.CacheTag}}}}}"),
                    Target.Prometheus(Share(RateOrZero(Metrics.CacheOperations, Bypass), Rate(Metrics.CacheOperations, matchers: LookUp)), "bypassed")) with
                {
                    Width = 12,
                    Max = 1,
                    NoValue = NoLookUps,
                },
                Panels.Stack("Operations", "What is done with the caches per second, and what came of it.", Unit.PerSecond,
                    Target.Prometheus(
                        Rate(Metrics.CacheOperations, $"{CacheMetrics.OperationTag}, {CacheMetrics.ResultTag}"),
                        $"{{{{{CacheMetrics.OperationTag}}}}} {{{{{CacheMetrics.ResultTag}}}}}")) with { Width = 12, NoValue = NoLookUps },
                Panels.Lines("Size", "What the cache of each replica takes, about.", Unit.Bytes, Target.Prometheus(Sum(Of(Metrics.CacheSize), "instance"), Replica)) with { Width = 12 },
                Panels.Lines("Entries", "What the cache of each replica holds.", Unit.Count, Target.Prometheus(Sum(Of(Metrics.CacheEntries), "instance"), Replica)) with { Width = 12 }),
            new(
                "Background work",
                Panels.Lines("Queue", "Jobs that wait, and those of them that are due.", Unit.Count,
                    Target.Prometheus(State(Metrics.QueueSize), "waiting"),
                    Target.Prometheus(State(Metrics.OverdueJobs), "overdue")) with { Width = 9, NoValue = NotRead },
                Panels.LinesWithTable("Jobs by type and status", "Per hour: jobs that were queued, completed, or failed so often that they were given up.", Unit.PerHour,
                    Target.Prometheus(Hourly(Metrics.Jobs, $"{JobsMetrics.TypeTag}, {JobsMetrics.StatusTag}"), $"{{{{{JobsMetrics.TypeTag}}}}} {{{{{JobsMetrics.StatusTag}}}}}")) with
                {
                    Width = 9,
                    NoValue = "No jobs yet",
                },
                Panels.Number("Dead letters", "Jobs that failed too often, and wait for a person. prometheus/runbook.md says how to queue them again.", Unit.Count,
                    Target.Prometheus(State(Metrics.DeadLetters))) with { Height = 8, Thresholds = [Threshold.Good, new("red", 1)], NoValue = NotRead },
                Panels.Lines("Retries", "Attempts per hour that failed and are made again.", Unit.PerHour, Target.Prometheus($"{Hourly(Metrics.JobRetries)} or vector(0)", "retries")) with
                {
                    Width = 12,
                },
                Panels.Bars("Duration (95 %)", "95 % of the attempts within the time shown above took no longer, whatever came of them. By type.", Unit.Seconds,
                    Target.Now(QuantileShown(0.95, Metrics.JobDuration, JobsMetrics.TypeTag), $"{{{{{JobsMetrics.TypeTag}}}}}")) with { Width = 12, NoValue = "No attempts in this time" }),
            new(
                "Calls and connections",
                Panels.LinesWithTable("External calls", "Requests per second to other services, by what these answered.", Unit.RequestsPerSecond,
                    Target.Prometheus(Rate(Metrics.ExternalRequests, $"{Called}, status"), $"{{{{{Called}}}}} {{{{status}}}}")) with { Width = 9, NoValue = "No calls in this time" },
                Panels.LinesWithTable("Duration of external calls (95 %)", "95 % of the requests to another service took no longer.", Unit.Seconds,
                    Target.Prometheus(Quantile(0.95, Metrics.ExternalDuration, Called), $"{{{{{Called}}}}}")) with { Width = 9, NoValue = "No calls in this time" },
                Panels.Lines("Connections", "Open connections of clients, by replica.", Unit.Count, Target.Prometheus(Sum(Of(Metrics.ActiveConnections), "instance"), Replica)) with { Width = 6 }),
        ]);
}
