using System.Globalization;
using System.Text.RegularExpressions;
using ServiceDefaults.Prometheus;

namespace Tests.Exporter;

/// <summary>
/// Reads an exposition by the grammar of its format, and complains about anything else: a line that could be written otherwise, a family or a series that is there
/// twice, a histogram that does not add up. https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md#text-format
/// </summary>
internal sealed partial class StrictReader
{
    private const int Patience = 10_000; // milliseconds
    private const string Name = "(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*|\"[^\"\\\\\\n]+\")";
    private const string Plain = @"[^""\\\n]|\\[""\\n]";
    private const string Figures = @"NaN|[+-]Inf|-?[0-9]+(?:\.[0-9]+)?(?:E[+-][0-9]+)?";
    private const string Label = "(?<label>[a-zA-Z_][a-zA-Z0-9_]*|\"[^\"\\\\\\n]+\")=\"(?<text>(?:" + Plain + ")*)\"";
    private const string AllLabels = Label + "(?:," + Label + ")*";

    private readonly ExpositionFormat _format;
    private readonly string[] _lines;
    private readonly List<ReadFamily> _families = [];
    private int _next;

    private StrictReader(string text, ExpositionFormat format)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        (_format, _lines) = (format, text[..^1].Split('\n'));
    }

    public static IReadOnlyList<ReadFamily> Read(string text, ExpositionFormat format)
    {
        var reader = new StrictReader(text, format);
        reader.ReadAll();
        return reader._families;
    }

    private void ReadAll()
    {
        var end = _format.IsOpenMetrics ? _lines.Length - 1 : _lines.Length;
        if (_format.IsOpenMetrics)
            Assert.Equal("# EOF", _lines[^1]);
        while (_next < end)
            ReadFamily(end);

        // No name of a family or of a sample of it is another's.
        AssertUnique(_families.SelectMany(family => family.Samples.Select(sample => sample.Name).Append(family.Name).Distinct()));
        AssertUnique(_families.SelectMany(family => family.Samples.Select(sample => sample.Series)));
    }

    private void ReadFamily(int end)
    {
        var help = Match(_format.IsOpenMetrics ? OpenMetricsHelp() : TextHelp());
        var type = Match(TypeLine());
        var declared = NameIn(help);
        Assert.Equal(declared, NameIn(type));

        var unit = "";
        if (_format.IsOpenMetrics && _lines[_next].StartsWith("# UNIT ", StringComparison.Ordinal))
        {
            var line = Match(UnitLine());
            unit = line.Groups["unit"].Value;
            Assert.Equal(declared, NameIn(line));
            Assert.EndsWith("_" + unit, declared, StringComparison.Ordinal);
        }

        var (name, kind) = (declared, type.Groups["type"].Value);
        if (!_format.IsOpenMetrics && kind == "counter")
        {
            Assert.EndsWith("_total", declared, StringComparison.Ordinal);
            name = declared[..^"_total".Length];
        }

        Assert.NotEmpty(name);
        var samples = new List<ReadSample>();
        while (_next < end && !_lines[_next].StartsWith('#'))
            samples.Add(ReadSample(name, kind));
        Assert.NotEmpty(samples);
        if (kind == "histogram")
            AssertAddsUp(name, samples);
        _families.Add(new(name, kind, Unescape(help.Groups["help"].Value), unit, samples));
    }

    private ReadSample ReadSample(string family, string type)
    {
        var line = Match(SampleLine());
        var (name, value) = (NameIn(line), Number(line.Groups["value"].Value));
        string[] suffixes = type switch
        {
            "counter" => _format.IsOpenMetrics ? ["_total", "_created"] : ["_total"],
            "histogram" => _format.IsOpenMetrics ? ["_bucket", "_sum", "_count", "_created"] : ["_bucket", "_sum", "_count"],
            _ => [""],
        };
        Assert.Contains(name, suffixes.Select(suffix => family + suffix));

        var names = line.Groups["label"].Captures.Select(label => Unquoted(label.Value)).ToArray();
        var labels = names.Zip(line.Groups["text"].Captures, (label, text) => KeyValuePair.Create(label, Unescape(text.Value))).ToDictionary(StringComparer.Ordinal);
        Assert.DoesNotContain("", labels.Values); // a label without a value is none: two such series would be one
        Assert.Equal(names.Where(label => label != "le").Order(StringComparer.Ordinal), names.Where(label => label != "le"));
        if (type != "gauge")
            Assert.True(value >= 0, $"{name} is a count, and {value}.");

        var exemplar = line.Groups["trace"].Success
            ? new ReadExemplar(line.Groups["trace"].Value, line.Groups["span"].Value, Number(line.Groups["exemplar"].Value), Number(line.Groups["time"].Value))
            : null;
        Assert.True(exemplar is null || (_format.IsOpenMetrics && (name.EndsWith("_total", StringComparison.Ordinal) || name.EndsWith("_bucket", StringComparison.Ordinal))));
        return new(name, labels, value, exemplar);
    }

    // Each series in one piece: its buckets from the smallest to +Inf, then sum and count, or neither.
    private static void AssertAddsUp(string name, List<ReadSample> samples)
    {
        for (var i = 0; i < samples.Count;)
        {
            var (bound, count, before) = (double.NegativeInfinity, 0.0, double.NegativeInfinity);
            var hasNegative = false;
            for (; !double.IsPositiveInfinity(bound); i++)
            {
                Assert.Equal(name + "_bucket", samples[i].Name);
                (before, bound) = (bound, Number(samples[i].Labels["le"]));
                Assert.Equal(GoNumber.Format(bound), samples[i].Labels["le"]);
                Assert.True(bound > before && samples[i].Value >= count, $"The buckets of {name} do not rise.");
                (count, hasNegative) = (samples[i].Value, hasNegative || bound < 0);
                if (samples[i].Exemplar is { } exemplar)
                    Assert.True(exemplar.Value > before && exemplar.Value <= bound, $"An exemplar of {name} is in a bucket that it does not belong to.");
            }

            if (!hasNegative)
            {
                Assert.Equal(name + "_sum", samples[i++].Name);
                Assert.Equal(name + "_count", samples[i].Name);
                Assert.Equal(count, samples[i++].Value);
            }

            if (i < samples.Count && samples[i].Name == name + "_created")
                i++;
        }
    }

    private Match Match(Regex pattern)
    {
        var match = pattern.Match(_lines[_next]);
        Assert.True(match.Success, $"Line {_next + 1} is none of this format: {_lines[_next]}");
        _next++;
        return match;
    }

    private string NameIn(Match line)
    {
        var name = line.Groups["name"].Value;
        Assert.True(_format.Escaping == Escaping.AllowUtf8 || !name.StartsWith('"'), $"{name} is not escaped.");
        Assert.False(name.StartsWith('"') && LegacyName().IsMatch(name), $"{name} needs no quotes.");
        return name.Trim('"');
    }

    private string Unquoted(string label)
    {
        Assert.True(_format.Escaping == Escaping.AllowUtf8 || !label.StartsWith('"'), $"{label} is not escaped.");
        return label.Trim('"');
    }

    private static void AssertUnique(IEnumerable<string> names) => Assert.Empty(names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key));

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static string Unescape(string text) => Escaped().Replace(text, escaped => escaped.Value == "\\n" ? "\n" : escaped.Value[1..]);

    [GeneratedRegex(@"^# HELP " + Name + @" (?<help>(?:[^\\\n]|\\[\\n])*)\z", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex TextHelp();

    [GeneratedRegex("^# HELP " + Name + " (?<help>(?:" + Plain + @")*)\z", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex OpenMetricsHelp();

    [GeneratedRegex("^# TYPE " + Name + @" (?<type>counter|gauge|histogram)\z", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex TypeLine();

    [GeneratedRegex("^# UNIT " + Name + @" (?<unit>[a-zA-Z0-9_]+)\z", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex UnitLine();

    [GeneratedRegex(
        @"^(?:(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{" + AllLabels + @"\})?|\{(?<name>""[^""\\\n]+"")(?:," + AllLabels + @")?\}) (?<value>" + Figures + ")"
        + @"(?: # \{trace_id=""(?<trace>[0-9a-f]{32})"",span_id=""(?<span>[0-9a-f]{16})""\} (?<exemplar>" + Figures + @") (?<time>[0-9]{1,10}\.[0-9]{3}))?\z",
        RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex SampleLine();

    [GeneratedRegex(@"^""[a-zA-Z_:][a-zA-Z0-9_:]*""\z", RegexOptions.None, Patience)]
    private static partial Regex LegacyName();

    [GeneratedRegex(@"\\[""\\n]", RegexOptions.None, Patience)]
    private static partial Regex Escaped();
}
