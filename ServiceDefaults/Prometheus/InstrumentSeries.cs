using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;

namespace ServiceDefaults.Prometheus;

/// <summary>Finds the series that a measurement of one instrument belongs to. A known series is found without allocating.</summary>
internal sealed class InstrumentSeries
{
    private readonly MetricFamily _family;
    private readonly KeyValuePair<string, object?>[] _constantTags;
    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], Series> _byTags = new(TagsComparer.Instance);
    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], Series>.AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _lookup;

    public InstrumentSeries(Instrument instrument, MetricFamily family)
    {
        _family = family;
        _constantTags = [.. instrument.Meter.Tags ?? [], .. instrument.Tags ?? []];
        _lookup = _byTags.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!_lookup.TryGetValue(tags, out var series))
            series = _byTags.GetOrAdd(tags.ToArray(), _family.SeriesFor([.. _constantTags, .. tags]));
        series.Record(value);
    }

    public void Clear()
    {
        _byTags.Clear();
        _family.Clear();
    }

    /// <summary>Equal when the tags are equal in the same order.</summary>
    private sealed class TagsComparer : IEqualityComparer<KeyValuePair<string, object?>[]>,
        IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, KeyValuePair<string, object?>[]>
    {
        public static readonly TagsComparer Instance = new();

        public bool Equals(KeyValuePair<string, object?>[]? x, KeyValuePair<string, object?>[]? y) => Equals(x.AsSpan(), y!);

        public int GetHashCode([DisallowNull] KeyValuePair<string, object?>[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> alternate, KeyValuePair<string, object?>[] other)
        {
            if (alternate.Length != other.Length)
                return false;

            for (var i = 0; i < other.Length; i++)
            {
                if (alternate[i].Key != other[i].Key || !Equals(alternate[i].Value, other[i].Value))
                    return false;
            }

            return true;
        }

        public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> alternate)
        {
            var hash = new HashCode();
            foreach (var (key, value) in alternate)
            {
                hash.Add(key);
                hash.Add(value);
            }

            return hash.ToHashCode();
        }

        public KeyValuePair<string, object?>[] Create(ReadOnlySpan<KeyValuePair<string, object?>> alternate) => alternate.ToArray();
    }
}
