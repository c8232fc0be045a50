namespace Hosting;

/// <summary>Prometheus, the store of metrics.</summary>
public interface IPrometheusResource : IBackingService;
