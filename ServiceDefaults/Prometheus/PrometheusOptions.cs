using Microsoft.Extensions.Configuration;

namespace ServiceDefaults.Prometheus;

/// <summary>Whether and where Prometheus can scrape.</summary>
/// <param name="Enabled">The first of ENABLE_METRICS, METRICS_ENABLED and PROMETHEUS_METRICS_ENABLED that is set: false, 0 and no turn it off.</param>
/// <param name="Path">METRICS_ENDPOINT, or /metrics.</param>
internal sealed record PrometheusOptions(bool Enabled, string Path)
{
    private static readonly string[] Switches = ["ENABLE_METRICS", "METRICS_ENABLED", "PROMETHEUS_METRICS_ENABLED"];

    public static PrometheusOptions From(IConfiguration configuration)
    {
        var enabled = Switches.Select(name => configuration[name]).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
        var path = configuration["METRICS_ENDPOINT"] is { Length: > 0 } set ? set : "/metrics";
        if (!path.StartsWith('/'))
            throw new InvalidOperationException($"METRICS_ENDPOINT is '{path}'. Give it as a path that starts with a slash, such as /metrics.");

        return new(enabled?.Trim().ToUpperInvariant() is not ("FALSE" or "0" or "NO"), path);
    }
}
