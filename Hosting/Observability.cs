namespace Hosting;

/// <summary>The services that collect and show telemetry.</summary>
/// <param name="Prometheus">The store of metrics.</param>
/// <param name="Tempo">The store of traces.</param>
/// <param name="Loki">The store of logs.</param>
/// <param name="Grafana">The dashboards.</param>
public sealed record Observability(
    IResourceBuilder<IPrometheusResource> Prometheus,
    IResourceBuilder<ITempoResource> Tempo,
    IResourceBuilder<ILokiResource> Loki,
    IResourceBuilder<IGrafanaResource> Grafana);
