using System.Diagnostics.Metrics;
using Tests.Support;

namespace Tests.Unit;

/// <summary>What is written, compared whole.</summary>
public sealed class TextFormatTests : IDisposable
{
    private readonly MetricStoreFixture _fixture = new();

    [Fact]
    public async Task Counter_WithTags_IsWrittenOnceASeries()
    {
        var counter = _fixture.Meter.CreateCounter<long>("t.chores.created", "{chore}", "Chores that were created.");
        counter.Add(1, new("mode", "single"), new("family", 7));
        counter.Add(2, new("family", 7), new("mode", "single"));
        counter.Add(0, new("mode", "unassigned"), new("family", 7));
        counter.Add(-5, new("mode", "single"), new("family", 7));

        await Golden.MatchesAsync("counter.txt", await _fixture.WriteAsync("t_"));
    }

    [Fact]
    public async Task Gauge_OddValues_ReadBackAsTheSameNumber()
    {
        var gauge = _fixture.Meter.CreateGauge<double>("t.value", description: "Any number.");
        double[] values =
        [
            0, 1, -1, 0.1, 1e-7, 123456789.125, 1e21, double.MaxValue, double.MinValue, double.Epsilon, double.NaN, double.PositiveInfinity, double.NegativeInfinity,
        ];
        for (var i = 0; i < values.Length; i++)
            gauge.Record(values[i], new KeyValuePair<string, object?>("case", i.ToString("00", null)));

        await Golden.MatchesAsync("numbers.txt", await _fixture.WriteAsync("t_"));
    }

    [Fact]
    public async Task Labels_OddText_IsEscaped()
    {
        var gauge = _fixture.Meter.CreateGauge<int>("t.text", description: "A \\ and a\nnew line, \"quoted\", größer.");
        gauge.Record(1, new("quote", "say \"hi\""), new("backslash", "a\\b"), new("newline", "a\nb"), new("utf8", "größer 👪"), new("empty", null), new("flag", true));
        gauge.Record(2, new("same.name", "a"), new("same_name", "b"));

        await Golden.MatchesAsync("labels.txt", await _fixture.WriteAsync("t_"));
    }

    [Fact]
    public async Task Histogram_WithAndWithoutAdvice_CountsValuesOnABoundBelowIt()
    {
        var advised = _fixture.Meter.CreateHistogram("t.advised", "By", "Advised.", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 10] });
        advised.Record(1);
        advised.Record(2);
        advised.Record(11, new KeyValuePair<string, object?>("kind", "large"));
        var seconds = _fixture.Meter.CreateHistogram<double>("t.seconds", "s", "Seconds.");
        seconds.Record(0.005);
        seconds.Record(0.3);
        seconds.Record(11);
        seconds.Record(double.NaN);

        await Golden.MatchesAsync("histogram.txt", await _fixture.WriteAsync("t_"));
    }

    [Fact]
    public async Task Observables_OfEachKind_AreWrittenAsReported()
    {
        _fixture.Meter.CreateObservableCounter("t.observed.total", () => 5L, "s", "Total.");
        _fixture.Meter.CreateObservableGauge("t.observed.gauge", () => 0.5m, description: "Gauge.");
        _fixture.Meter.CreateObservableUpDownCounter("t.observed.level", () => new Measurement<int>(-3, new KeyValuePair<string, object?>("tank", "a")));
        _fixture.Meter.CreateUpDownCounter<short>("t.level").Add(4);

        await Golden.MatchesAsync("observables.txt", await _fixture.WriteAsync("t_"));
    }

    [Fact]
    public async Task EverythingTogether_PromtoolCheck_IsSilent()
    {
        _fixture.Meter.CreateCounter<long>("sample.made", description: "A.").Add(1, new KeyValuePair<string, object?>("x", "\"\\\n"));
        _fixture.Meter.CreateHistogram<double>("sample.waiting", "s", "B.").Record(1);
        _fixture.Meter.CreateGauge<double>("sample.level", description: "C.").Record(double.NaN);

        Assert.Empty(await Promtool.CheckMetricsAsync(await _fixture.WriteAsync("sample_")));
    }

    [Fact]
    public async Task BrokenText_PromtoolCheck_Complains() => Assert.NotEmpty(await Promtool.CheckMetricsAsync("t_a{x=\"1} 1\n"));

    public void Dispose() => _fixture.Dispose();
}
