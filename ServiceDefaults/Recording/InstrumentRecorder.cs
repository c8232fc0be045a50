using System.Diagnostics.Metrics;
using ServiceDefaults.Prometheus;

namespace ServiceDefaults.Recording;

/// <summary>Takes the measurements of one instrument to their series. Nothing that goes wrong here reaches the code that records.</summary>
internal sealed class InstrumentRecorder(Instrument instrument, MetricFamily family, Func<LabelSet, Series> create, int seriesLimit, RecordingTroubles troubles)
{
    /// <summary>OpenTelemetry's name for the tag of the series that takes what is beyond the limit.</summary>
    public const string OverflowTag = "otel.metric.overflow";

    private readonly KeyValuePair<string, object?>[] _constantTags = [.. instrument.Meter.Tags ?? [], .. instrument.Tags ?? []];
    private readonly bool _isObservable = instrument.IsObservable;
    private readonly TagsTable _table = new();
    private readonly Lock _changing = new();
    private Series? _untagged;
    private Series? _overflow;
    private int _observation;
    private bool _hasEnded;

    public MetricFamily Family => family;

    public void Record(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            if (!SeriesOf(tags).TryRecord(value))
                troubles.Invalid(instrument, value);
        }
        catch (Exception exception) // of a tag's Equals, GetHashCode or ToString
        {
            troubles.Failed(instrument, exception);
        }
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            if (!SeriesOf(tags).TryRecord(value))
                troubles.Invalid(instrument, value);
        }
        catch (Exception exception) // of a tag's Equals, GetHashCode or ToString
        {
            troubles.Failed(instrument, exception);
        }
    }

    /// <summary>What is reported from here on belongs to a new observation.</summary>
    public void BeginObservation() => _observation++;

    /// <summary>Series that this observation did not report vanish.</summary>
    public void EndObservation() => RemoveWhere(series => series.Seen != _observation);

    /// <summary>Its series vanish, until it reports some again.</summary>
    public void Clear() => RemoveWhere(_ => true);

    /// <summary>The instrument is gone, and so are its series. Who is recording just now records for nobody.</summary>
    public void End()
    {
        lock (_changing)
        {
            _hasEnded = true;
            Clear();
        }
    }

    private Series SeriesOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = tags.Length == 0 ? _untagged ?? Create(tags) : _table.Find(tags) ?? Overflow() ?? Create(tags);
        if (_isObservable)
            series.Seen = _observation;
        return series;
    }

    // Once it overflows, it mostly does: without a lock then.
    private Series? Overflow()
    {
        if (Volatile.Read(ref _overflow) is not { } overflow || _table.Count < seriesLimit)
            return null;

        troubles.Overflowed(instrument, seriesLimit);
        return overflow;
    }

    private Series Create(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        // Outside the lock, as the log line below: it runs code of the tags, which may record as well, and wait for who does.
        var labels = new LabelSet([.. _constantTags, .. tags]);
        Series overflow;
        lock (_changing)
        {
            if (_hasEnded)
                return create(labels);

            if (tags.Length == 0)
                return _untagged ??= family.Acquire(labels, create);

            if (_table.Find(tags) is { } made)
                return made;

            if (_table.Count < seriesLimit)
            {
                var series = family.Acquire(labels, create);
                _table.Add(tags.ToArray(), series);
                return series;
            }

            overflow = _overflow ??= family.Acquire(new([.. _constantTags, new(OverflowTag, true)]), create);
        }

        troubles.Overflowed(instrument, seriesLimit);
        return overflow;
    }

    private void RemoveWhere(Predicate<Series> isGone)
    {
        lock (_changing)
        {
            var gone = _table.Series.Where(series => isGone(series)).ToList();
            if (gone.Count > 0)
                _table.RemoveWhere(isGone);
            Collect(ref _untagged);
            Collect(ref _overflow);
            gone.ForEach(family.Release);

            void Collect(ref Series? single)
            {
                if (single is null || !isGone(single))
                    return;

                gone.Add(single);
                single = null;
            }
        }
    }
}
