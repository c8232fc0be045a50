using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Tests.Support.Metrics;

/// <summary>The instruments that a service has.</summary>
internal static class LiveInstruments
{
    /// <summary>Those of meters that came from the service's factory, each once.</summary>
    public static IReadOnlyList<Instrument> Of(IMeterFactory meters)
    {
        var found = new ConcurrentQueue<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters))
                    found.Enqueue(instrument);
            },
        };
        listener.Start();
        return [.. found.DistinctBy(instrument => (instrument.Meter.Name, instrument.Name))];
    }
}
