using System.Diagnostics.Metrics;
using ServiceDefaults.Prometheus;
using Tests.Support;
using Tests.Unit;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Tests.Exporter;

/// <summary>Recording and scraping at once for as long as it takes to meet what happens rarely.</summary>
[Collection(SoakDefinition.Name)]
public sealed class RecordingSoakTests : IDisposable
{
    private const int Recorders = 8;
    private const int Scrapers = 4;
    private const int SeriesLimit = 2000; // more than the process's own instruments have, which other tests left behind
    private const int NewSeriesEach = 97; // of so many measurements one has tags that were never there
    private const int LeastScrapes = 10; // of each scraper: on a machine that has other things to do they take longer than Length
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly string[] Known = ["a", "b", "c", "d", "e"];

    private readonly MetricStoreFixture _fixture = new(new PrometheusOptions { SeriesLimit = SeriesLimit });
    private readonly Counter<long> _whole;
    private readonly Counter<double> _real;
    private readonly UpDownCounter<long> _level;
    private readonly Histogram<double> _times;

    public RecordingSoakTests()
    {
        _whole = _fixture.Meter.CreateCounter<long>("t.whole");
        _real = _fixture.Meter.CreateCounter<double>("t.real");
        _level = _fixture.Meter.CreateUpDownCounter<long>("t.level");
        _times = _fixture.Meter.CreateHistogram("t.times", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0, 1, 2, 3] });
    }

    [Fact]
    public async Task Everything_RecordedDuringScrapes_IsThereAtTheEnd()
    {
        using var time = new CancellationTokenSource(Length);

        var scraping = Task.WhenAll(Enumerable.Range(0, Scrapers).Select(scraper => Task.Run(() => ScrapeUntilAsync(ExpositionFormat.All[scraper], time.Token)))).WaitAsync(Deadline);
        var recorded = await Task.WhenAll(Enumerable.Range(0, Recorders).Select(
            recorder => Task.Factory.StartNew(() => RecordUntil(recorder, scraping), TaskCreationOptions.LongRunning)));
        var scrapes = await scraping;

        var text = await _fixture.WriteAsync("t_", "telemetry_");
        var (count, fresh) = (recorded.Sum(each => each.Count), recorded.Sum(each => each.Fresh));
        Assert.True(fresh > 10 * SeriesLimit, $"{count} measurements, {fresh} of new series, {string.Join(' ', scrapes)} scrapes");
        Assert.Equal(count, ScrapedText.Sum(text, "t_whole_total"));
        Assert.Equal(count * 0.25, ScrapedText.Sum(text, "t_real_total"));
        Assert.Equal(0, ScrapedText.Sum(text, "t_level"));
        Assert.Equal(count, ScrapedText.Sum(text, "t_times_count"));
        Assert.Equal(recorded.Sum(each => each.Sum), ScrapedText.Sum(text, "t_times_sum"));
        for (var bucket = 0; bucket < 4; bucket++)
            Assert.Equal(recorded.Sum(each => each.UpTo[bucket]), ScrapedText.Series(text, "t_times_bucket{").Where(line => line.Contains($"le=\"{bucket}.0\"", StringComparison.Ordinal)).Sum(ScrapedText.ValueOf));

        // Each instrument has the series that came first, and one for the rest, which is counted to the last measurement.
        foreach (var instrument in (string[])["t_whole_total{", "t_real_total{", "t_level{", "t_times_count{"])
            Assert.Equal(SeriesLimit + 1, ScrapedText.Series(text, instrument).Count);
        Assert.Equal(
            ScrapedText.Sum(text, "t_whole_total{otel") + ScrapedText.Sum(text, "t_real_total{otel") * 4 + ScrapedText.Sum(text, "t_times_count{otel") * 3,
            ScrapedText.Value(text, "telemetry_measurements_overflowed_total"));
        Assert.Equal(0, ScrapedText.Value(text, "telemetry_measurements_failed_total"));
    }

    public void Dispose() => _fixture.Dispose();

    private Recorded RecordUntil(int recorder, Task end)
    {
        var recorded = new Recorded();
        for (var i = 0; !end.IsCompleted; i++)
        {
            var isFresh = i % NewSeriesEach == 0;
            var tag = new Tag("tag", isFresh ? $"{recorder}-{i}" : Known[i % Known.Length]);
            var value = i % 5;

            _whole.Add(1, tag);
            _real.Add(0.25, tag);
            _level.Add(1, tag);
            _times.Record(value, tag);
            _level.Add(-1, tag);

            recorded.Count++;
            recorded.Fresh += isFresh ? 1 : 0;
            recorded.Sum += value;
            for (var bucket = value; bucket < recorded.UpTo.Length; bucket++)
                recorded.UpTo[bucket]++;
        }

        return recorded;
    }

    private async Task<int> ScrapeUntilAsync(ExpositionFormat format, CancellationToken end)
    {
        var (scrapes, last) = (0, 0.0);
        for (; scrapes < LeastScrapes || !end.IsCancellationRequested; scrapes++)
        {
            var text = await _fixture.WriteAsync(format, "t_times", "t_whole");
            foreach (var known in Known)
            {
                // What is read of a histogram is of one moment.
                Assert.Equal(ScrapedText.Value(text, $"t_times_bucket{{tag=\"{known}\",le=\"+Inf\"}}"), ScrapedText.Value(text, $"t_times_count{{tag=\"{known}\"}}"));
            }

            var now = ScrapedText.Sum(text, "t_whole_total");
            Assert.True(now >= last, $"{now} after {last}");
            last = now;
        }

        return scrapes;
    }

    private sealed class Recorded
    {
        public long Count { get; set; }

        public long Fresh { get; set; }

        public double Sum { get; set; }

        public long[] UpTo { get; } = new long[4];
    }
}
