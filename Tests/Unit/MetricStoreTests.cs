using System.Diagnostics.Metrics;
using System.Globalization;

namespace Tests.Unit;

public sealed class MetricStoreTests : IDisposable
{
    private readonly MetricStoreFixture _fixture = new();

    [Fact]
    public async Task Record_ByManyThreadsDuringScrapes_LosesNothing()
    {
        const int Threads = 8;
        const int Each = 50_000;
        var counter = _fixture.Meter.CreateCounter<long>("t.count");
        var histogram = _fixture.Meter.CreateHistogram<double>("t.time", "s");
        using var done = new CancellationTokenSource();
        var scraping = Task.Run(async () => { while (!done.IsCancellationRequested) await _fixture.WriteAsync("t_"); });

        Parallel.For(0, Threads, thread =>
        {
            for (var i = 0; i < Each; i++)
            {
                counter.Add(1, new KeyValuePair<string, object?>("shared", i % 3));
                histogram.Record(0.5, new KeyValuePair<string, object?>("thread", thread));
            }
        });
        await done.CancelAsync();
        await scraping;

        Assert.Equal(Threads * Each, await SumAsync("t_count_total"));
        Assert.Equal(Threads * Each, await SumAsync("t_time_seconds_count"));
        Assert.Equal(Threads * Each * 0.5, await SumAsync("t_time_seconds_sum"));
    }

    [Fact]
    public async Task Histogram_ReadWhileRecorded_HasBucketsThatAddUp()
    {
        // All in the first of many buckets: a reader that does not stop the writer is far behind by the time it comes to the sum.
        var bounds = Enumerable.Range(1, 2000).Select(bound => (double)bound).ToArray();
        var histogram = _fixture.Meter.CreateHistogram("t.time", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
        histogram.Record(0.5);
        using var done = new CancellationTokenSource();
        var recording = Task.Run(() => { while (!done.IsCancellationRequested) histogram.Record(0.5); });

        for (var i = 0; i < 200; i++)
        {
            var text = await _fixture.WriteAsync("t_");
            Assert.Equal(Value(text, "t_time_seconds_bucket{le=\"+Inf\"}"), Value(text, "t_time_seconds_count"));
            Assert.Equal(Value(text, "t_time_seconds_count") * 0.5, Value(text, "t_time_seconds_sum"));
        }

        await done.CancelAsync();
        await recording;
    }

    [Fact]
    public async Task Observable_NoLongerReported_Vanishes()
    {
        var reported = new List<Measurement<int>> { new(1, new KeyValuePair<string, object?>("tank", "a")), new(2, new KeyValuePair<string, object?>("tank", "b")) };
        _fixture.Meter.CreateObservableGauge("t.level", () => reported);
        Assert.Contains("t_level{tank=\"b\"} 2", await _fixture.WriteAsync("t_"), StringComparison.Ordinal);

        reported.RemoveAt(1);

        Assert.DoesNotContain("tank=\"b\"", await _fixture.WriteAsync("t_"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Observable_ThatThrows_SpoilsOnlyItself()
    {
        _fixture.Meter.CreateObservableGauge("t.broken", int () => throw new InvalidOperationException("no reading"));
        _fixture.Meter.CreateObservableGauge("t.fine", () => 1);

        Assert.Equal("# HELP t_fine t.fine of test.\n# TYPE t_fine gauge\nt_fine 1\n", await _fixture.WriteAsync("t_"));
        Assert.Contains("no reading", _fixture.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instruments_OfOneNameAndType_ShareAFamily()
    {
        _fixture.Meter.CreateCounter<long>("t.shared").Add(1);
        _fixture.Meters.Create("other").CreateCounter<long>("t.shared").Add(2);

        Assert.Equal("# HELP t_shared_total t.shared of test.\n# TYPE t_shared_total counter\nt_shared_total 3\n", await _fixture.WriteAsync("t_"));
    }

    [Fact]
    public async Task Instruments_OfOneNameAndTwoTypes_SecondIsLeftOutAndNamed()
    {
        _fixture.Meter.CreateUpDownCounter<long>("t.clash", "s").Add(1);
        _fixture.Meter.CreateHistogram<double>("t.clash", "s").Record(1);

        Assert.Equal("# HELP t_clash_seconds t.clash of test.\n# TYPE t_clash_seconds gauge\nt_clash_seconds 1\n", await _fixture.WriteAsync("t_"));
        Assert.Contains("t_clash_seconds", _fixture.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meters_OfAnotherHost_AreNotSeen()
    {
        using var other = new MetricStoreFixture();

        other.Meter.CreateCounter<long>("t.theirs").Add(1);

        Assert.Empty(await _fixture.WriteAsync("t_"));
        Assert.NotEmpty(await other.WriteAsync("t_"));
    }

    [Fact]
    public async Task Tags_OfMeterAndInstrument_AreOnEverySeries()
    {
        var meter = _fixture.Meters.Create("tagged", "1", [new("of_meter", "m")]);

        meter.CreateCounter<int>("t.tagged", null, null, [new("of_instrument", "i")]).Add(1, new KeyValuePair<string, object?>("own", "o"));

        Assert.Contains("t_tagged_total{of_instrument=\"i\",of_meter=\"m\",own=\"o\"} 1", await _fixture.WriteAsync("t_"), StringComparison.Ordinal);
    }

    public void Dispose() => _fixture.Dispose();

    private async Task<double> SumAsync(string name) => (await _fixture.WriteAsync(name)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Sum(Number);

    private static double Value(string text, string series) => Number(text.Split('\n').Single(line => line.StartsWith(series + " ", StringComparison.Ordinal)));

    private static double Number(string line) => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
}
