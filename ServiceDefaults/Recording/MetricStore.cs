using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Prometheus;

namespace ServiceDefaults.Recording;

/// <summary>Holds the current value of every series that the meters of this host record.</summary>
internal sealed partial class MetricStore : IDisposable
{
    private readonly MeterListener _listener;
    private readonly Lock _changing = new();
    private readonly Dictionary<Instrument, ObservedInstrument> _observed = [];
    private readonly FamilyRegistry _registry;
    private readonly IMeterFactory _meters;
    private readonly PrometheusOptions _options;
    private readonly RecordingTroubles _troubles;
    private readonly ILogger<MetricStore> _logger;
    private readonly Action _observe;
    private ObservedInstrument[]? _observedSnapshot;
    private Task _observing = Task.CompletedTask;
    private volatile bool _exemplarsAreRead;

    public MetricStore(IMeterFactory meters, PrometheusOptions options, RecordingTroubles troubles, ILogger<MetricStore> logger)
    {
        _meters = meters;
        _options = options;
        _troubles = troubles;
        _logger = logger;
        _registry = new(options);
        _observe = Observe;
        _listener = NewListener();
        _listener.InstrumentPublished = (instrument, _) => Subscribe(instrument);
    }

    /// <summary>The instrument that is being asked just now; null when none is.</summary>
    public string? Observing { get; private set; }

    /// <summary>What there is to read, in the order of the names.</summary>
    public IReadOnlyList<MetricFamily> Families => _registry.Families;

    /// <summary>Records from here on; instruments that are there already are found.</summary>
    public void Start() => _listener.Start();

    /// <summary>Asks the observable instruments. Who comes while that is under way gets the same answers.</summary>
    public Task CollectAsync()
    {
        lock (_changing)
            return _observing.IsCompleted ? _observing = Task.Run(_observe) : _observing;
    }

    /// <summary>What there is to write, in the order of the names.</summary>
    public Exposition Expose(ExpositionFormat format)
    {
        _exemplarsAreRead |= format.IsOpenMetrics;
        return new(_registry.Families, format);
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var observed in Observed())
            observed.Dispose();
    }

    private MeterListener NewListener()
    {
        var listener = new MeterListener { MeasurementsCompleted = (instrument, recorder) => Complete(instrument, (InstrumentRecorder)recorder!) };
        listener.SetMeasurementEventCallback<byte>(static (_, value, tags, recorder) => ((InstrumentRecorder)recorder!).Record((long)value, tags));
        listener.SetMeasurementEventCallback<short>(static (_, value, tags, recorder) => ((InstrumentRecorder)recorder!).Record((long)value, tags));
        listener.SetMeasurementEventCallback<int>(static (_, value, tags, recorder) => ((InstrumentRecorder)recorder!).Record((long)value, tags));
        listener.SetMeasurementEventCallback<long>(static (_, value, tags, recorder) => ((InstrumentRecorder)recorder!).Record(value, tags));
        listener.SetMeasurementEventCallback<float>(static (_, value, tags, recorder) => ((InstrumentRecorder)recorder!).Record((double)value, tags));
        listener.SetMeasurementEventCallback<double>(static (_, value, tags, recorder) => ((InstrumentRecorder)recorder!).Record(value, tags));
        listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, recorder) => ((InstrumentRecorder)recorder!).Record((double)value, tags));
        return listener;
    }

    private void Subscribe(Instrument instrument)
    {
        if (!IsOurs(instrument.Meter))
            return;

        var kind = InstrumentKind.Of(instrument);
        var name = new FamilyName(PrometheusName.Of(instrument.Name, instrument.Unit, kind.Type), kind.Type, PrometheusName.UnitOf(instrument.Unit, kind.Type));
        if (_registry.Join(instrument, kind, name, out var rival) is not { } family)
        {
            LogClash(instrument.Meter.Name, instrument.Name, kind.Type, name.Name, rival!.Name.Name, rival.Name.Type);
            return;
        }

        var recorder = new InstrumentRecorder(instrument, family, Create, _options.SeriesLimit, _troubles);
        if (!instrument.IsObservable)
        {
            _listener.EnableMeasurementEvents(instrument, recorder);
            return;
        }

        // Outside the lock: the listener has locks of its own, which it may hold when it calls us.
        var observed = new ObservedInstrument(NewListener(), instrument, recorder, _troubles);
        lock (_changing)
        {
            _observed[instrument] = observed;
            _observedSnapshot = null;
        }

        Series Create(LabelSet labels)
        {
            var series = kind.Create(labels, family.Bounds);
            if (_exemplarsAreRead)
                series.WantExemplars();
            return series;
        }
    }

    // A meter was disposed.
    private void Complete(Instrument instrument, InstrumentRecorder recorder)
    {
        recorder.End();
        _registry.Leave(recorder.Family);
        _troubles.Forget(instrument);

        ObservedInstrument? observed;
        lock (_changing)
        {
            _observed.Remove(instrument, out observed);
            _observedSnapshot = null;
        }

        observed?.Dispose();
    }

    // Several hosts can share a process, as in tests: a meter with another host's factory is not ours, one without belongs to all.
    private bool IsOurs(Meter meter) => (meter.Scope is null || ReferenceEquals(meter.Scope, _meters)) && !Metrics.IsPrivate(meter);

    private void Observe()
    {
        foreach (var observed in Observed())
        {
            Observing = observed.Name;
            observed.Observe();
        }

        Observing = null;
    }

    private ObservedInstrument[] Observed()
    {
        lock (_changing)
            return _observedSnapshot ??= [.. _observed.Values];
    }

    [LoggerMessage(LogLevel.Warning, "Instrument {Meter}/{Instrument} is not exported: as a {Wanted} called {Family} it would clash with {Rival}, which is a {Present}. Rename one of them.")]
    private partial void LogClash(string meter, string instrument, string wanted, string family, string rival, string present);
}
