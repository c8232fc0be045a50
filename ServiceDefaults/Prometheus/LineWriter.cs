using ServiceDefaults.Recording;

namespace ServiceDefaults.Prometheus;

/// <summary>Writes the lines of a page, one after another, into memory that is known to be large enough.</summary>
internal ref struct LineWriter(Span<byte> to, SeriesPage page, ExpositionFormat format)
{
    private readonly Span<byte> _to = to;
    private readonly ReadOnlySpan<int> _lengths = page.Lengths;
    private ReadOnlySpan<byte> _text = page.Text;
    private int _line;

    public int Written { get; private set; }

    public readonly FamilyLayout Layout => page.Layout;

    /// <summary>What a line can have at most behind its beginning.</summary>
    public static int MostBytesBehind(ExpositionFormat format) => Number.LongestText + 1 + (format.IsOpenMetrics ? ExemplarText.MostBytes : 0);

    /// <summary>A whole line, but for an exemplar.</summary>
    public void WriteLine(Number value)
    {
        WriteBeginning();
        WriteValue(value);
        EndLine();
    }

    /// <summary>A whole line, with the exemplar of a bucket where the format has exemplars.</summary>
    public void WriteLine(Number value, Series series, int bucket)
    {
        WriteBeginning();
        WriteValue(value);
        if (format.IsOpenMetrics)
            Written += series.CopyExemplar(bucket, _to[Written..]);
        EndLine();
    }

    /// <summary>The line that tells when the series began, where there is one.</summary>
    public void WriteCreated(Series series)
    {
        if (!Layout.HasCreated)
            return;

        if (format.IsOpenMetrics)
        {
            WriteBeginning();
            Written += ExemplarText.WriteSeconds(_to[Written..], series.Created);
            EndLine();
        }
        else
        {
            _text = _text[_lengths[_line++]..];
        }
    }

    private void WriteBeginning()
    {
        var length = _lengths[_line++];
        _text[..length].CopyTo(_to[Written..]);
        _text = _text[length..];
        Written += length;
    }

    private void WriteValue(Number value) => Written += value.Format(_to[Written..]);

    private void EndLine() => _to[Written++] = (byte)'\n';
}
