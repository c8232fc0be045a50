using System.Buffers;

namespace ServiceDefaults.Prometheus;

/// <summary>Writes families one after another, a piece at a time, so that no response need be held in memory whole.</summary>
internal sealed class Exposition(MetricFamily[] families, ExpositionFormat format)
{
    /// <summary>The size of a piece in bytes: large enough that handing it on costs little, small enough for the processor's cache.</summary>
    public const int PieceSize = 64 * 1024;

    private int _family;
    private int _page;
    private SeriesPage[]? _pages; // of the family that is being written, as they were when it began: a series that is new now must not move the others
    private bool _hasEnded;

    /// <summary>Writes the next piece.</summary>
    /// <returns>False when there is nothing left to write.</returns>
    public bool WriteNext(IBufferWriter<byte> output)
    {
        var span = output.GetSpan(PieceSize);
        var written = 0;
        for (; _family < families.Length; _family++, _page = 0, _pages = null)
        {
            _pages ??= families[_family].PagesFor(format);
            for (; _page < _pages.Length; _page++)
            {
                var head = _page == 0 ? families[_family].HeadFor(format) : default;
                var needed = head.Length + _pages[_page].MostBytes(format);
                if (needed > span.Length - written)
                {
                    output.Advance(written);
                    if (written > 0)
                        return true;
                    span = output.GetSpan(needed);
                }

                head.CopyTo(span[written..]);
                written += head.Length;
                written += _pages[_page].WriteTo(span[written..], format);
            }
        }

        output.Advance(written);
        return written > 0 || WriteEnd(output);
    }

    private bool WriteEnd(IBufferWriter<byte> output)
    {
        if (_hasEnded || !format.IsOpenMetrics)
            return false;

        _hasEnded = true;
        output.Write("# EOF\n"u8);
        return true;
    }
}
