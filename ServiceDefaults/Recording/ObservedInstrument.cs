using System.Diagnostics.Metrics;

namespace ServiceDefaults.Recording;

/// <summary>One observable instrument, with a listener of its own: so it is known which one threw.</summary>
internal sealed class ObservedInstrument : IDisposable
{
    private readonly MeterListener _listener;
    private readonly Instrument _instrument;
    private readonly InstrumentRecorder _recorder;
    private readonly RecordingTroubles _troubles;

    public ObservedInstrument(MeterListener listener, Instrument instrument, InstrumentRecorder recorder, RecordingTroubles troubles)
    {
        _listener = listener;
        _instrument = instrument;
        _recorder = recorder;
        _troubles = troubles;
        listener.EnableMeasurementEvents(instrument, recorder);
    }

    public string Name => _instrument.Name;

    /// <summary>Asks it. What it does not report any more vanishes; if it throws, all of it does.</summary>
    public void Observe()
    {
        _recorder.BeginObservation();
        try
        {
            _listener.RecordObservableInstruments();
            _recorder.EndObservation();
            _troubles.ObservationSucceeded(_instrument);
        }
        catch (AggregateException failure)
        {
            _recorder.Clear();
            _troubles.ObservationFailed(_instrument, failure.InnerException ?? failure);
        }
    }

    public void Dispose() => _listener.Dispose();
}
