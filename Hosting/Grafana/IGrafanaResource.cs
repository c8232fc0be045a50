namespace Hosting;

/// <summary>Grafana, the dashboards.</summary>
public interface IGrafanaResource : IBackingService;
