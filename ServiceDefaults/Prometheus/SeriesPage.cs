using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
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

    private const int Ahead = 16; // series
    private const int CacheLine = 64;

    private readonly Series[] _series;
    private readonly byte[] _text;
    private readonly int[] _lengths;

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
        var writer = new LineWriter(to, this, format);
        var series = _series.AsSpan();
        for (var i = 0; i < series.Length + Ahead; i++)
        {
            if (i < series.Length)
                Prefetch(ref series[i]);
            if (i >= Ahead)
                series[i - Ahead].WriteTo(ref writer);
        }

        return writer.Written;
    }

    // The series lie scattered in memory. Where there are tens of thousands, the processor would wait for each; asked for some ahead, they are there in time.
    private static unsafe void Prefetch(ref Series series)
    {
        if (!Sse.IsSupported)
            return;

        // Should the object be moved meanwhile, something useless is fetched, and no harm done.
        var address = *(byte**)Unsafe.AsPointer(ref series);
        Sse.Prefetch0(address);
        Sse.Prefetch0(address + CacheLine);
    }
}
