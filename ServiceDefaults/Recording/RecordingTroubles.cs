using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults.Recording;

/// <summary>Counts what could not be recorded as it was meant, and logs it: once for each instrument and trouble, for it would come again with every measurement.</summary>
internal sealed partial class RecordingTroubles(ILogger<RecordingTroubles> logger)
{
    private readonly ConcurrentDictionary<(Instrument, string), bool> _told = new();
    private long _overflowed;
    private long _failed;

    /// <summary>How many measurements went into an overflow series.</summary>
    public long OverflowedMeasurements => Interlocked.Read(ref _overflowed);

    /// <summary>How many measurements were not recorded.</summary>
    public long FailedMeasurements => Interlocked.Read(ref _failed);

    public void Overflowed(Instrument instrument, int limit)
    {
        Interlocked.Increment(ref _overflowed);
        if (IsNew(instrument, nameof(Overflowed)))
            LogOverflow(instrument.Meter.Name, instrument.Name, limit);
    }

    public void Invalid(Instrument instrument, double value)
    {
        Interlocked.Increment(ref _failed);
        if (IsNew(instrument, nameof(Invalid)))
            LogInvalid(instrument.Meter.Name, instrument.Name, value);
    }

    public void Failed(Instrument instrument, Exception exception)
    {
        Interlocked.Increment(ref _failed);
        if (IsNew(instrument, nameof(Failed)))
            LogFailed(exception, instrument.Meter.Name, instrument.Name);
    }

    public void ObservationFailed(Instrument instrument, Exception exception)
    {
        Interlocked.Increment(ref _failed);
        if (IsNew(instrument, nameof(ObservationFailed)))
            LogObservationFailed(exception, instrument.Meter.Name, instrument.Name);
    }

    /// <summary>The next failure is worth a line again.</summary>
    public void ObservationSucceeded(Instrument instrument)
    {
        if (!_told.IsEmpty)
            _told.TryRemove((instrument, nameof(ObservationFailed)), out _);
    }

    /// <summary>The instrument is gone.</summary>
    public void Forget(Instrument instrument)
    {
        foreach (var trouble in (string[])[nameof(Overflowed), nameof(Invalid), nameof(Failed), nameof(ObservationFailed)])
            _told.TryRemove((instrument, trouble), out _);
    }

    // Asked with every measurement that overflows: found without a lock.
    private bool IsNew(Instrument instrument, string trouble) => !_told.ContainsKey((instrument, trouble)) && _told.TryAdd((instrument, trouble), true);

    [LoggerMessage(LogLevel.Warning, "Instrument {Meter}/{Instrument} has {Limit} series. Measurements with further tags are added up in one series, otel_metric_overflow. Bound its tags, or raise Metrics:SeriesLimit.")]
    private partial void LogOverflow(string meter, string instrument, int limit);

    [LoggerMessage(LogLevel.Warning, "Instrument {Meter}/{Instrument} was given {Value}, which it cannot take: counters only rise, histograms need a bound below zero for it, and nothing but a gauge can be no number. It was left out.")]
    private partial void LogInvalid(string meter, string instrument, double value);

    [LoggerMessage(LogLevel.Warning, "A measurement of instrument {Meter}/{Instrument} was left out: one of its tags threw.")]
    private partial void LogFailed(Exception exception, string meter, string instrument);

    [LoggerMessage(LogLevel.Warning, "The observable instrument {Meter}/{Instrument} threw and is missing from the scrape. Its callback must not throw.")]
    private partial void LogObservationFailed(Exception exception, string meter, string instrument);
}
