using System.Text;
using ServiceDefaults.Recording;

namespace ServiceDefaults.Prometheus;

/// <summary>
/// Some series of a family with the beginnings of their lines, made once and laid out in the order in which they are written: a scrape walks through memory that the
/// processor has fetched already, and adds the numbers.
/// </summary>
internal sealed class SeriesPage
{
    /// <summary>About how many bytes the beginnings of a page have at most: far fewer than what .NET keeps as a large object.</summary>
    public const int FullSize = 16 * 1024;

    private readonly Series[] _series;
    private readonly byte[] _text;
    private readonly int[] _lengths;
    private long _fetched;

    public SeriesPage(FamilyLayout layout, Series[] series, Escaping escaping)
    {
        Layout = layout;
        Escaping = escaping;
        _series = series;
        _lengths = new int[series.Length * layout.LinesOfASeries];

        var text = new StringBuilder();
        foreach (var (i, beginning) in series.SelectMany(each => layout.Beginnings(each.Labels, escaping)).Index())
        {
            text.Append(beginning);
            _lengths[i] = Encoding.UTF8.GetByteCount(beginning);
        }

        _text = Encoding.UTF8.GetBytes(text.ToString());
    }

    public FamilyLayout Layout { get; }

    public Escaping Escaping { get; }

    public ReadOnlySpan<byte> Text => _text;

    /// <summary>The length of each beginning.</summary>
    public ReadOnlySpan<int> Lengths => _lengths;

    /// <summary>What <see cref="WriteTo"/> can take at most, in bytes.</summary>
    public int MostBytes(ExpositionFormat format) => _text.Length + _lengths.Length * LineWriter.MostBytesBehind(format);

    /// <returns>How many bytes were written.</returns>
    public int WriteTo(Span<byte> to, ExpositionFormat format)
    {
        Fetch();
        var writer = new LineWriter(to, this, format);
        foreach (var series in _series)
            series.WriteTo(ref writer);
        return writer.Written;
    }

    // The series lie scattered in memory. Touched in a row, they are fetched many at a time; while lines are written, one after another: a quarter slower.
    private void Fetch()
    {
        var sum = 0L;
        foreach (var series in _series)
            sum += series.Touch();
        _fetched = sum; // so that it is not left out as useless
    }
}
