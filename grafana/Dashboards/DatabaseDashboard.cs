using Api.Data;
using static Dashboards.Queries;

namespace Dashboards;

/// <summary>What the service asks of its database, and how that answers.</summary>
internal static class DatabaseDashboard
{
    private const string Used = "db_client_connection_state=\"used\"";
    private const string Kind = $"{QueryMetrics.TypeTag}, {QueryMetrics.TableTag}";
    private const string NoCommands = "No commands in this time";

    public static Dashboard Create() => new(
        "database",
        "Database",
        "Does the database answer, how fast, and are there connections enough?",
        [Variable.Prometheus, Variable.Service],
        [
            new(
                "Commands",
                Panels.Lines("Commands", "Commands per second that the database answered.", Unit.PerSecond,
                    Target.Prometheus(Rate(Metrics.CommandDuration + "_count"), "commands")) with { NoValue = NoCommands },
                Panels.Lines("Failed commands", "Commands per second that ended in an error, the server's or the connection's.", Unit.PerSecond,
                    Target.Prometheus(RateOrZero(Metrics.CommandsFailed), "failed")),
                Panels.Lines("Duration", "Half, 95 % and 99 % of the commands took no longer.", Unit.Seconds,
                    Target.Prometheus(Quantile(0.50, Metrics.CommandDuration), "p50"),
                    Target.Prometheus(Quantile(0.95, Metrics.CommandDuration), "p95"),
                    Target.Prometheus(Quantile(0.99, Metrics.CommandDuration), "p99") with { Exemplars = true }) with { NoValue = NoCommands }),
            new(
                "Queries",
                Panels.Stack("Queries by table", "Commands per second that the service gave its database, by the table that they are about.", Unit.PerSecond,
                    Target.Prometheus(Rate(Metrics.QueryDuration + "_count", QueryMetrics.TableTag), $"{{{{{QueryMetrics.TableTag}}}}}")) with { NoValue = NoCommands },
                Panels.Lines("Duration by query (95 %)", "95 % of the queries of a kind took no longer. Points are single requests: open their trace.", Unit.Seconds,
                    Target.Prometheus(Quantile(0.95, Metrics.QueryDuration, Kind), $"{{{{{QueryMetrics.TypeTag}}}}} {{{{{QueryMetrics.TableTag}}}}}") with
                    {
                        Exemplars = true,
                    }) with { NoValue = NoCommands },
                Panels.Lines("Errors", "Queries per second that failed, by why. A row that is there already is most often a person's mistake.", Unit.PerSecond,
                    Target.Prometheus(Rate(Metrics.QueryErrors, QueryMetrics.ErrorTag), $"{{{{{QueryMetrics.ErrorTag}}}}}"))),
            new(
                "Connections",
                Panels.Gauge("Pool in use", "The fullest pool of all replicas: connections in use, of those that it may open.", Unit.Ratio,
                    Target.Now($"max(sum by (instance) ({Of(Metrics.PoolConnections, Used)}) / sum by (instance) ({Of(Metrics.PoolMaximum)}))")) with
                {
                    Width = 6,
                    Height = 8,
                    Min = 0,
                    Max = 1,
                    Thresholds = Threshold.Rising(warning: 0.7, bad: 0.9),
                },
                Panels.Stack("Pool", "Connections to the database, by what they do.", Unit.Count,
                    Target.Prometheus(Sum(Of(Metrics.PoolConnections), "db_client_connection_state"), "{{db_client_connection_state}}")) with { Width = 9 },
                Panels.Lines("Time to connect", "Mean time to open a new connection to the server, since the service started: a pool that grows, or a server that came back.", Unit.Seconds,
                    Target.Prometheus($"{Sum(Of(Metrics.ConnectTime + "_sum"))} / {Sum(Of(Metrics.ConnectTime + "_count"))}", "mean")) with { Width = 9 }),
            new(
                "Work",
                Panels.Lines("Database time per request", "Time that a mean request spends waiting for the database.", Unit.Seconds,
                    Target.Prometheus($"{Rate(Metrics.CommandDuration + "_sum")} / {Rate(Metrics.Requests)}", "per request")) with { NoValue = "No requests in this time" },
                Panels.Lines("Commands at work", "Commands that wait for the database's answer just now, by replica.", Unit.Count,
                    Target.Prometheus(Sum(Of(Metrics.CommandsExecuting), "instance"), "{{instance}}")),
                Panels.Lines("Traffic", "Bytes read from and written to the database per second.", Unit.BytesPerSecond,
                    Target.Prometheus(Rate(Metrics.BytesRead), "read"),
                    Target.Prometheus(Rate(Metrics.BytesWritten), "written"))),
        ]);
}
