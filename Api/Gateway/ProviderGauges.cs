using System.Diagnostics.Metrics;
using Api.Gateway.Providers;

namespace Api.Gateway;

/// <summary>
/// Gauges of what is known of the providers. A scrape asks one after the other: all tell of the same moment, and a new one begins when a gauge is asked again.
/// As long as nothing changes, nothing is made.
/// </summary>
internal sealed class ProviderGauges(Meter meter, IReadOnlyList<Provider> providers)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly ProviderReport[] _now = new ProviderReport[providers.Count];
    private ProviderReport[] _reports = [];

    /// <param name="name">Of the instrument.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="description">What it tells.</param>
    /// <param name="measure">What of the reports, which are in the order of the providers.</param>
    public void Add<T>(string name, string? unit, string description, Func<ProviderReport[], IEnumerable<Measurement<T>>> measure) where T : struct
    {
        ProviderReport[]? measured = null;
        Measurement<T>[] measurements = [];
        meter.CreateObservableGauge(name, Observe, unit, description);

        IEnumerable<Measurement<T>> Observe()
        {
            lock (_lock)
            {
                var reports = ReportsFor(name);
                if (measured != reports)
                    (measured, measurements) = (reports, [.. measure(reports)]);
                return measurements;
            }
        }
    }

    // The same array as long as they are the same.
    private ProviderReport[] ReportsFor(string gauge)
    {
        if (_asked.Contains(gauge))
            _asked.Clear();
        if (_asked.Count == 0)
        {
            for (var i = 0; i < _now.Length; i++)
                _now[i] = providers[i].Report;
            if (!_now.AsSpan().SequenceEqual(_reports))
                _reports = [.. _now];
        }

        _asked.Add(gauge);
        return _reports;
    }
}
