using System.Text;
using ServiceDefaults.Recording;

namespace ServiceDefaults.Prometheus;

/// <summary>All series of one name: what HELP and TYPE are written for once.</summary>
internal sealed class MetricFamily(FamilyName name, string help, double[] bounds, bool withCreated)
{
    public const string Counter = "counter";
    public const string Gauge = "gauge";
    public const string Histogram = "histogram";

    private readonly Lock _changing = new();
    private readonly SeriesPages _series = new(new(name, bounds, withCreated));

    // By rendered labels: two instruments that come out alike are one series.
    private readonly Dictionary<string, Series> _byLabels = new(StringComparer.Ordinal);
    private readonly List<AliasFamily> _aliases = [];
    private Made<SeriesPage[]>? _pages;
    private Made<byte[]>? _head;

    public FamilyName Name => name;

    /// <summary>The bounds of the buckets; empty for what is no histogram.</summary>
    public double[] Bounds => bounds;

    /// <summary>The series as of one moment, in the order of their labels.</summary>
    public IReadOnlyList<Series> Series
    {
        get
        {
            lock (_changing)
                return [.. _byLabels.Values.OrderBy(series => series.Labels.Text, StringComparer.Ordinal)];
        }
    }

    /// <summary>The series of these labels, made if need be. Who asks becomes one of its owners, and releases it some time.</summary>
    public Series Acquire(LabelSet labels, Func<LabelSet, Series> create)
    {
        lock (_changing)
        {
            if (!_byLabels.TryGetValue(labels.Text, out var series))
            {
                _byLabels[labels.Text] = series = create(labels);
                _series.Add(series);
                _pages = null;
                _aliases.ForEach(alias => alias.Add(series));
            }

            series.Owners++;
            return series;
        }
    }

    /// <summary>Takes an owner away from a series; one that nobody owns is written no more.</summary>
    public void Release(Series series)
    {
        lock (_changing)
        {
            if (--series.Owners > 0)
                return;

            _byLabels.Remove(series.Labels.Text);
            _series.Remove(series);
            _pages = null;
            _aliases.ForEach(alias => alias.Remove(series));
        }
    }

    /// <summary>Writes its series under another name too, from now on.</summary>
    public void Attach(AliasFamily alias)
    {
        lock (_changing)
        {
            _aliases.Add(alias);
            foreach (var series in _byLabels.Values)
                alias.Add(series);
        }
    }

    /// <summary>The lines before its first series.</summary>
    public ReadOnlySpan<byte> HeadFor(ExpositionFormat format)
    {
        if (_head is not { } head || head.Format != format)
            _head = head = new(format, Encoding.UTF8.GetBytes(format.HeadOf(name, help)));
        return head.Value;
    }

    /// <summary>The series, as of one moment.</summary>
    public SeriesPage[] PagesFor(ExpositionFormat format)
    {
        if (Volatile.Read(ref _pages) is { } pages && pages.Format.Escaping == format.Escaping)
            return pages.Value;

        lock (_changing)
            return (_pages = new(format, _series.In(format.Escaping))).Value;
    }

    // For the format that was asked for last: mostly there is one scraper, or several that ask for the same.
    private sealed record Made<T>(ExpositionFormat Format, T Value);
}
