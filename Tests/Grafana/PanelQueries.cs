using Dashboards;

namespace Tests.Grafana;

/// <summary>Queries as Grafana sends them: with what a person chose, and with the ranges of a screen that begins five minutes ago.</summary>
internal static class PanelQueries
{
    /// <summary>Four scrapes of the stack.</summary>
    private const string RateInterval = "20s";

    /// <summary>Every query of Prometheus that a panel makes.</summary>
    public static IEnumerable<string> Of(Panel panel, string service) => panel.Targets.Where(target => target.Source == Variable.Prometheus).Select(target => target.Query
        .Replace("$__rate_interval", RateInterval, StringComparison.Ordinal)
        .Replace("$__range", "5m", StringComparison.Ordinal)
        .Replace("$service", service, StringComparison.Ordinal));
}
