using ServiceDefaults.Recording;

namespace ServiceDefaults.Prometheus;

/// <summary>
/// The series of a family in the order of their labels, parted into pages. Made again are the pages alone that a series has come into or gone from:
/// most services get a series more now and then for as long as they live, and the lines of all others stay as they are.
/// </summary>
internal sealed class SeriesPages(FamilyLayout layout)
{
    private static readonly Comparer<Series> ByLabels = Comparer<Series>.Create((one, other) => string.CompareOrdinal(one.Labels.Text, other.Labels.Text));

    private readonly List<Part> _parts = [];

    public void Add(Series series)
    {
        if (_parts.Count == 0)
            _parts.Add(new([]));

        var index = IndexFor(series);
        _parts[index].Add(series);
        if (_parts[index].SizeIn(layout) > SeriesPage.FullSize && _parts[index].Split() is { } rest)
            _parts.Insert(index + 1, rest);
    }

    public void Remove(Series series)
    {
        var index = IndexFor(series);
        if (_parts[index].Remove(series))
            _parts.RemoveAt(index);
    }

    public SeriesPage[] In(Escaping escaping) => [.. _parts.Select(part => part.PageIn(layout, escaping))];

    // The last part that begins with this series or one before it; the first part also takes what would come before it.
    private int IndexFor(Series series)
    {
        var (low, high) = (0, _parts.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (ByLabels.Compare(_parts[middle].First, series) <= 0)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    private sealed class Part(List<Series> series)
    {
        private SeriesPage? _page;

        public Series First => series[0];

        /// <summary>About how many bytes its lines begin with.</summary>
        public int SizeIn(FamilyLayout layout) => series.Count * layout.LinesOfASeries * layout.Beginnings(First.Labels, Escaping.Underscores).First().Length;

        public void Add(Series added)
        {
            series.Insert(~series.BinarySearch(added, ByLabels), added);
            _page = null;
        }

        /// <returns>Whether nothing is left.</returns>
        public bool Remove(Series removed)
        {
            series.RemoveAt(series.BinarySearch(removed, ByLabels));
            _page = null;
            return series.Count == 0;
        }

        /// <returns>A part with the second half; null when there is nothing to be parted.</returns>
        public Part? Split()
        {
            var half = series.Count / 2;
            if (half == 0)
                return null;

            var rest = new Part(series[half..]);
            series.RemoveRange(half, series.Count - half);
            return rest;
        }

        public SeriesPage PageIn(FamilyLayout layout, Escaping escaping) =>
            _page is { } page && page.Escaping == escaping ? page : _page = new SeriesPage(layout, [.. series], escaping);
    }
}
