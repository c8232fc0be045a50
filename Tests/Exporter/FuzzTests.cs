using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using ServiceDefaults.Prometheus;
using Tests.Unit;

namespace Tests.Exporter;

/// <summary>Whatever names, units, tags and values code comes up with: what is written is valid in every format, and says what was recorded.</summary>
public sealed class FuzzTests : IDisposable
{
    private const int Instruments = 120;
    private const int Gauge = 1; // of the kinds the one that takes anything
    private const string CaseTag = "case.of.the.test";

    private static readonly double[] Values =
    [
        0, -0.0, 1, 0.1, -7.25, 1e-7, 123456789.125, double.MaxValue, double.MinValue, double.Epsilon, 2.2250738585072009e-308, double.NaN,
        double.PositiveInfinity, double.NegativeInfinity, 1L << 53, -(1L << 53),
    ];

    private readonly MetricStoreFixture _fixture = new();
    private readonly Dictionary<string, Recorded> _recorded = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task AnyInstruments_InEveryFormat_ReadBackAsTheyWereRecorded(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Instruments; i++)
            RecordSomething(random);
        await _fixture.WriteAllAsync(ExpositionFormat.OpenMetrics); // the runtime's own are there now too

        var expositions = new List<(string Text, ExpositionFormat Format)>();
        foreach (var format in ExpositionFormat.All.Where(format => format is { SaysEscaping: true, Version: "1.0.0" }))
            expositions.Add((await _fixture.WriteAllAsync(format), format));

        Assert.Equal(8, expositions.Count);
        Assert.All(expositions, each => AssertHoldsWhatWasRecorded(StrictReader.Read(each.Text, each.Format)));
        var legacy = expositions.Where(each => each.Format.Escaping != Escaping.AllowUtf8).ToArray();
        Assert.All(await PythonReader.ReadAsync(legacy), AssertHoldsWhatWasRecorded);
    }

    public void Dispose() => _fixture.Dispose();

    private void AssertHoldsWhatWasRecorded(IReadOnlyList<ReadFamily> families)
    {
        var byCase = (from family in families
                      from sample in family.Samples
                      from label in sample.Labels
                      where IsCaseTag(label.Key)
                      group (Family: family, Sample: sample) by label.Value).ToDictionary(group => group.Key, group => group.ToArray());

        Assert.Equal(_recorded.Keys.Order(), byCase.Keys.Order());
        Assert.All(_recorded, each => AssertIs(each.Value, byCase[each.Key]));
    }

    private static void AssertIs(Recorded recorded, (ReadFamily Family, ReadSample Sample)[] lines)
    {
        var family = Assert.Single(lines.Select(line => line.Family).Distinct());
        Assert.Equal(recorded.Type, family.Type);
        Assert.All(lines, line => Assert.True(recorded.Text.Length == 0 || line.Sample.Labels.Values.Contains(recorded.Text)));
        if (recorded.Type != "histogram")
        {
            Assert.Equal(recorded.Value, Assert.Single(lines).Sample.Value);
            return;
        }

        var buckets = lines.Where(line => line.Sample.Labels.ContainsKey("le")).Select(line => line.Sample).ToArray();
        Assert.All(buckets, bucket => Assert.Equal(Bound(bucket) >= recorded.Value ? 1 : 0, bucket.Value));
        if (Bound(buckets[0]) >= 0)
            Assert.Equal(recorded.Value, lines.Single(line => line.Sample.Name.EndsWith("_sum", StringComparison.Ordinal)).Sample.Value);
    }

    private void RecordSomething(Random random)
    {
        var (name, unit, description) = (Text(random), random.Next(3) == 0 ? null : Text(random), Text(random));
        var scale = random.NextDouble() * Math.Pow(10, random.Next(-12, 12));
        double[] bounds = [.. Enumerable.Range(0, random.Next(6)).Select(_ => (random.NextDouble() - (random.Next(3) == 0 ? 0.5 : 0)) * scale).Where(bound => bound != 0).Distinct().Order()];
        var kind = random.Next(4);
        var (type, instrument, record) = NewInstrument(kind, name, unit, description, bounds);
        if (!instrument.Enabled)
            return; // its name was another's: the log says so

        for (var i = 0; i < 3; i++)
        {
            var (value, text, number) = (Values[random.Next(Values.Length)], Text(random), _recorded.Count.ToString("000", null));
            if ((kind != Gauge && double.IsNaN(value)) || (type != "gauge" && value < 0))
                value = random.NextDouble() * scale;
            record(value, [new(Text(random) + "x", text), new(CaseTag, number), new(Text(random) + "y", random.Next(1000))]);
            _recorded[number] = new(type, value, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
        }
    }

    private (string Type, Instrument Instrument, Action<double, KeyValuePair<string, object?>[]> Record) NewInstrument(
        int kind, string name, string? unit, string description, double[] bounds)
    {
        switch (kind)
        {
            case 0:
                var counter = _fixture.Meter.CreateCounter<double>(name, unit, description);
                return ("counter", counter, counter.Add);
            case Gauge:
                var gauge = _fixture.Meter.CreateGauge<double>(name, unit, description);
                return ("gauge", gauge, gauge.Record);
            case 2:
                var level = _fixture.Meter.CreateUpDownCounter<double>(name, unit, description);
                return ("gauge", level, level.Add);
            default:
                var histogram = _fixture.Meter.CreateHistogram(name, unit, description, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
                return ("histogram", histogram, histogram.Record);
        }
    }

    private static bool IsCaseTag(string name) => name.Replace("_", "", StringComparison.Ordinal) == "caseofthetest";

    private static double Bound(ReadSample bucket) => bucket.Labels["le"] == "+Inf" ? double.PositiveInfinity : double.Parse(bucket.Labels["le"], CultureInfo.InvariantCulture);

    private static string Text(Random random) => random.Next(8) switch
    {
        0 => "",
        1 => "\"\\\n\r\t\0 # {} ,=1"[random.Next(8)..],
        2 => new string((char)random.Next(0x20, 0x7f), random.Next(1, 3000)),
        3 => Of(random, 8, () => (char)random.Next(0xd800, 0xe000)),
        4 => Of(random, 8, () => (char)random.Next(0x100)),
        5 => Of(random, 8, () => (char)random.Next(0x10000)),
        6 => string.Concat(Enumerable.Range(0, 5).Select(_ => new Rune(random.Next(0x10000, 0x110000)))),
        _ => Of(random, 12, () => "abcé._-:19/"[random.Next(11)]),
    };

    private static string Of(Random random, int most, Func<char> next) => string.Concat(Enumerable.Range(0, random.Next(1, most)).Select(_ => next()));

    private sealed record Recorded(string Type, double Value, string Text);
}
