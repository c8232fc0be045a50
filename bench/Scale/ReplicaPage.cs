using System.Buffers;
using System.Globalization;
using System.Text;

namespace Bench.Scale;

/// <summary>The metrics page of a real replica in text 0.0.4, and how it goes on: counters grow as they did so far, gauges swing a little.</summary>
internal sealed class ReplicaPage
{
    private const double Swing = 0.05;

    // What stands before a value, or a line without one.
    private readonly List<(byte[] Text, double? Value, bool Grows)> _lines = [];
    private readonly double _age;

    /// <param name="text">What the replica was scraped for.</param>
    /// <param name="age">Since when its counters grow.</param>
    public ReplicaPage(string text, TimeSpan age)
    {
        _age = age.TotalSeconds;
        Bytes = Encoding.UTF8.GetByteCount(text);
        var grows = false;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith('#'))
            {
                grows = line.EndsWith(" counter", StringComparison.Ordinal) || line.EndsWith(" histogram", StringComparison.Ordinal);
                Families += line.StartsWith("# TYPE", StringComparison.Ordinal) ? 1 : 0;
                _lines.Add((Encoding.UTF8.GetBytes(line), null, false));
                continue;
            }

            var end = line.LastIndexOf(' ') + 1;
            _lines.Add((Encoding.UTF8.GetBytes(line[..end]), double.Parse(line.AsSpan(end), CultureInfo.InvariantCulture), grows));
        }

        SeriesLines = [.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#')];
    }

    public int Bytes { get; }

    public int Families { get; }

    public int Series => SeriesLines.Count;

    private IReadOnlyList<string> SeriesLines { get; }

    /// <summary>The series whose labels have a value, and the bytes of their lines.</summary>
    public (int Series, int Bytes) With(string value)
    {
        var lines = SeriesLines.Where(line => line.Contains($"=\"{value}\"", StringComparison.Ordinal)).ToList();
        return (lines.Count, lines.Sum(line => Encoding.UTF8.GetByteCount(line) + 1));
    }

    /// <summary>The values that a label has in a family.</summary>
    public IReadOnlyList<string> ValuesOf(string family, string label) =>
    [
        .. SeriesLines.Where(line => line.StartsWith(family + "{", StringComparison.Ordinal))
            .Select(line => line.Split($"{label}=\"") is [_, var rest, ..] ? rest.Split('"')[0] : "").Where(value => value.Length > 0).Distinct(),
    ];

    /// <summary>The sum of a family's series.</summary>
    public double Sum(string family) => SeriesLines.Where(line => line.StartsWith(family + "{", StringComparison.Ordinal))
        .Sum(line => double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));

    /// <summary>Writes the page of one of many such replicas.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="replica">Which: they are not all alike.</param>
    /// <param name="seconds">How much later.</param>
    public void Write(IBufferWriter<byte> to, int replica, double seconds)
    {
        var growth = 1 + (replica + seconds) / _age;
        var swing = 1 + Swing * Math.Sin(replica + seconds / 30);
        foreach (var (text, value, grows) in _lines)
        {
            to.Write(text);
            if (value is { } number)
            {
                var later = grows ? number * growth : number > 1 ? number * swing : number;
                var span = to.GetSpan(32);
                (double.IsInteger(number) ? Math.Floor(later) : later).TryFormat(span, out var written, provider: CultureInfo.InvariantCulture);
                to.Advance(written);
            }

            to.Write("\n"u8);
        }
    }
}
