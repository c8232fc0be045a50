using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults.Prometheus;

/// <summary>Holds the current value of every series that the meters of this host record, and writes them all out.</summary>
internal sealed partial class MetricStore : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Instrument, InstrumentSeries> _observed = new();
    private readonly Lock _collecting = new();
    private readonly IMeterFactory _meters;
    private readonly ILogger<MetricStore> _logger;

    public MetricStore(IMeterFactory meters, ILogger<MetricStore> logger)
    {
        _meters = meters;
        _logger = logger;
        _listener.InstrumentPublished = Subscribe;
        _listener.MeasurementsCompleted = (instrument, _) => _observed.TryRemove(instrument, out var _);
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, series) => Record(series, value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, series) => Record(series, value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, series) => Record(series, value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, series) => Record(series, value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, series) => Record(series, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, series) => Record(series, value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, series) => Record(series, (double)value, tags));
    }

    /// <summary>Records from here on; instruments that are there already are found.</summary>
    public void Start() => _listener.Start();

    /// <summary>Asks the observable instruments, then writes every family in the order of its name.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        lock (_collecting)
        {
            Observe();

            var text = new TextFormatWriter(output);
            foreach (var family in _families.Values.Concat(DerivedFamilies()).OrderBy(family => family.Name, StringComparer.Ordinal))
                family.WriteTo(text);
        }
    }

    public void Dispose() => _listener.Dispose();

    private static void Record(object? series, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => ((InstrumentSeries)series!).Record(value, tags);

    private void Subscribe(Instrument instrument, MeterListener listener)
    {
        if (!IsOurs(instrument.Meter))
            return;

        var wanted = MetricFamily.Of(instrument);
        var family = _families.GetOrAdd(wanted.Name, wanted);
        if (family.Type != wanted.Type)
        {
            LogTypeClash(instrument.Meter.Name, instrument.Name, wanted.Type, family.Name, family.Type);
            return;
        }

        var series = new InstrumentSeries(instrument, family);
        if (instrument.IsObservable)
            _observed[instrument] = series;
        listener.EnableMeasurementEvents(instrument, series);
    }

    // Several hosts can share a process, as in tests: a meter with another host's factory is not ours, one without belongs to all.
    private bool IsOurs(Meter meter) => (meter.Scope is null || ReferenceEquals(meter.Scope, _meters)) && !Metrics.IsPrivate(meter);

    // What an observable instrument reports no longer must vanish, so each collection begins with nothing.
    private void Observe()
    {
        foreach (var series in _observed.Values)
            series.Clear();

        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException failures)
        {
            // The others were asked all the same.
            LogObservationFailed(failures);
        }
    }

    private IEnumerable<MetricFamily> DerivedFamilies() =>
        from alias in Aliases.All
        where !_families.ContainsKey(alias.Name) && _families.ContainsKey(alias.Source)
        select alias.Derive(_families[alias.Source]);

    [LoggerMessage(LogLevel.Warning, "Instrument {Meter}/{Instrument} is not exported: as a {Wanted} it would be called {Family}, which is a {Present} already. Rename one of them.")]
    private partial void LogTypeClash(string meter, string instrument, string wanted, string family, string present);

    [LoggerMessage(LogLevel.Warning, "An observable instrument threw and is missing from this scrape. Its callback must not throw.")]
    private partial void LogObservationFailed(Exception exception);
}
