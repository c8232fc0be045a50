using Microsoft.AspNetCore.Builder;
using Tests.Support;

namespace Tests.Aggregation;

/// <summary>A replica that tells <see cref="KnownSeries"/>, and a Prometheus that scrapes it.</summary>
public sealed class ScrapedReplica : IAsyncLifetime
{
    private SmallService _replica = null!;

    internal PrometheusServer Prometheus { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _replica = await SmallService.StartAsync(app => app.MapGet("/replica", () => KnownSeries.Of(1, hasWorked: true)));
        Prometheus = await StartPrometheusAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Prometheus.DisposeAsync();
        await _replica.DisposeAsync();
    }

    /// <summary>Starts another that scrapes it.</summary>
    /// <param name="port">Where it listens; 0 for any free port.</param>
    internal Task<PrometheusServer> StartPrometheusAsync(int port = 0) => PrometheusServer.StartAsync(
        directory => File.WriteAllText(Path.Combine(directory, "prometheus.yml"), $$"""
            global: { scrape_interval: 200ms, scrape_timeout: 200ms }
            scrape_configs:
              - job_name: replica
                metrics_path: /replica
                static_configs: [{ targets: ['{{_replica.Addresses[0].Authority}}'] }]
            """),
        port);
}
