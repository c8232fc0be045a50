using System.Diagnostics.Metrics;
using ServiceDefaults.Prometheus;
using Tests.Support;
using Tests.Unit;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Tests.Exporter;

/// <summary>What is recorded that cannot be kept as it is: too many series, and values that an instrument cannot take.</summary>
public sealed class SeriesLimitTests : IDisposable
{
    private const int Limit = 10;
    private const string Overflow = "otel_metric_overflow=\"true\"";

    private readonly MetricStoreFixture _fixture = new(new PrometheusOptions { SeriesLimit = Limit });

    [Fact]
    public async Task Series_BeyondTheLimit_AreAddedUpInOne_CountedAndToldOnce()
    {
        var counter = _fixture.Meter.CreateCounter<int>("t.many");
        var histogram = _fixture.Meter.CreateHistogram("t.sizes", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [50] });

        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 100; i++)
            {
                counter.Add(1, new Tag("number", i));
                histogram.Record(i, new Tag("number", i));
            }
        }

        counter.Add(1);
        var text = await _fixture.WriteAsync("t_");
        Assert.Equal(Limit + 2, ScrapedText.Series(text, "t_many_total").Count);
        Assert.All(Enumerable.Range(0, Limit), i => Assert.Equal(2, ScrapedText.Value(text, $"t_many_total{{number=\"{i}\"}}")));
        Assert.Equal((180, 1), (ScrapedText.Value(text, $"t_many_total{{{Overflow}}}"), ScrapedText.Value(text, "t_many_total")));
        Assert.Equal(
            (2 * (50 - Limit + 1), 180, 2 * Enumerable.Range(Limit, 100 - Limit).Sum()),
            (ScrapedText.Value(text, $"t_sizes_bucket{{{Overflow},le=\"50.0\"}}"), ScrapedText.Value(text, $"t_sizes_count{{{Overflow}}}"), ScrapedText.Value(text, $"t_sizes_sum{{{Overflow}}}")));

        // The process's own meters come here too, and overflow while other tests send requests: RecordingSoakTests, which runs alone, counts exactly.
        Assert.InRange(await _fixture.ReadAsync("telemetry_measurements_overflowed_total") ?? 0, 360, double.MaxValue);
        Assert.Equal(["test/t.many", "test/t.sizes"], Told($"has {Limit} series."));
    }

    [Fact]
    public async Task Observable_BeyondTheLimit_HasRoomAgainWhenItReportsLess()
    {
        var (first, count) = (0, 3 * Limit);
        _fixture.Meter.CreateObservableGauge("t.levels", () => Enumerable.Range(first, count).Select(i => new Measurement<int>(i, new Tag("number", i))));
        Assert.Contains(Overflow, await _fixture.WriteAsync("t_"), StringComparison.Ordinal);

        (first, count) = (2 * Limit, Limit); // these did not fit
        await _fixture.WriteAsync("t_");
        var series = ScrapedText.Series(await _fixture.WriteAsync("t_"), "t_levels{");

        Assert.Equal(Enumerable.Range(first, count).Select(i => $"t_levels{{number=\"{i}\"}} {i}"), series);
    }

    [Fact]
    public async Task Values_ThatCannotBe_AreLeftOut_CountedEachTimeAndToldOnce()
    {
        var whole = _fixture.Meter.CreateCounter<long>("t.whole");
        var real = _fixture.Meter.CreateCounter<double>("t.real");
        var level = _fixture.Meter.CreateUpDownCounter<float>("t.level");
        var times = _fixture.Meter.CreateHistogram("t.times", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1] });

        for (var i = 0; i < 2; i++)
        {
            whole.Add(-1);
            whole.Add(long.MinValue);
            whole.Add(2);
            real.Add(-0.5);
            real.Add(double.NaN);
            real.Add(double.NegativeInfinity);
            real.Add(2.5);
            level.Add(float.NaN);
            level.Add(-3);
            times.Record(double.NaN);
            times.Record(-1);
            times.Record(1);
        }

        var lines = (await _fixture.WriteAsync("t_")).Split('\n').Where(line => line.Length > 0 && line[0] != '#');
        Assert.Equal(
            ["t_level -6", "t_real_total 5", "t_times_bucket{le=\"1.0\"} 2", "t_times_bucket{le=\"+Inf\"} 2", "t_times_sum 2", "t_times_count 2", "t_whole_total 4"],
            lines);
        Assert.Equal(16, await _fixture.ReadAsync("telemetry_measurements_failed_total"));
        Assert.Equal(["test/t.level", "test/t.real", "test/t.times", "test/t.whole"], Told("which it cannot take").Order(StringComparer.Ordinal));
    }

    public void Dispose() => _fixture.Dispose();

    /// <summary>The instruments of this test of which log lines say so.</summary>
    private IEnumerable<string> Told(string what) =>
        from record in _fixture.Log.Records
        let message = record.GetProperty("message").GetString()!
        where message.Contains(what, StringComparison.Ordinal) && message.Contains(" test/", StringComparison.Ordinal)
        select message.Split(' ')[1];
}
