using System.Diagnostics.Metrics;

namespace ServiceDefaults.Otlp;

/// <summary>Makes meters that nobody records.</summary>
internal sealed class PrivateMeters(IMeterFactory meters) : IMeterFactory
{
    public Meter Create(MeterOptions options) => meters.Create(Metrics.PrivatePrefix + options.Name, options.Version, options.Tags);

    public void Dispose()
    {
        // The factory's meters live as long as the host.
    }
}
