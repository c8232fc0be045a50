using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ServiceDefaults.Prometheus;
using ServiceDefaults.Recording;

namespace Bench;

/// <summary>A metric store as a service has it, with meters of its own.</summary>
internal sealed class Stores : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public Stores(PrometheusOptions options)
    {
        Meters = _services.GetRequiredService<IMeterFactory>();
        Store = new(Meters, options, new RecordingTroubles(NullLogger<RecordingTroubles>.Instance), NullLogger<MetricStore>.Instance);
        Store.Start();
    }

    public IMeterFactory Meters { get; }

    public MetricStore Store { get; }

    public void Dispose()
    {
        Store.Dispose();
        _services.Dispose();
    }
}
