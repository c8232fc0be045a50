using System.Diagnostics.Metrics;
using ServiceDefaults.Prometheus;
using Tests.Support;
using Tests.Unit;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Tests.Exporter;

/// <summary>What tags do that run code of their own: it is theirs alone to suffer.</summary>
public sealed class HostileTagTests : IDisposable
{
    private const int SeriesLimit = 20;
    private const int Often = 3 * SeriesLimit;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly MetricStoreFixture _fixture = new(new PrometheusOptions { SeriesLimit = SeriesLimit });
    private readonly Counter<int> _counter;
    private readonly Histogram<double> _histogram;

    public HostileTagTests()
    {
        _counter = _fixture.Meter.CreateCounter<int>("t.count");
        _histogram = _fixture.Meter.CreateHistogram("t.time", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1] });
    }

    [Theory]
    [InlineData("ToString", false)]
    [InlineData("ToString", true)]
    [InlineData("GetHashCode", false)]
    [InlineData("GetHashCode", true)]
    [InlineData("Key", false)]
    [InlineData("Key", true)]
    public async Task Tag_ThatThrows_IsLeftOut_CountedEachTimeAndLoggedOnce(string where, bool isAmongOthers)
    {
        if (isAmongOthers)
            Record(new Tag("tag", "good"));

        for (var i = 0; i < Often; i++)
            Record(Throwing(where));

        Record(new Tag("tag", "good"));
        Assert.Equal([$"t_count_total{{tag=\"good\"}} {(isAmongOthers ? 2 : 1)}"], ScrapedText.Series(await _fixture.WriteAsync("t_count"), "t_count_total"));
        Assert.Equal([$"t_time_count{{tag=\"good\"}} {(isAmongOthers ? 2 : 1)}"], ScrapedText.Series(await _fixture.WriteAsync("t_time"), "t_time_count"));
        await FailuresAreToldAsync(2 * Often);
    }

    [Fact]
    public async Task Tag_WhoseEqualsThrows_IsLeftOutWhereItIsCompared()
    {
        for (var i = 0; i < Often; i++)
            Record(new Tag("tag", new HostileTag { Equality = () => throw new InvalidOperationException("no equal") }));
        Record(new Tag("tag", "good"));

        Assert.Equal(["""t_count_total{tag="good"} 1""", """t_count_total{tag="hostile"} 1"""], ScrapedText.Series(await _fixture.WriteAsync("t_count"), "t_count_total"));
        await FailuresAreToldAsync(2 * (Often - 1));
    }

    [Fact]
    public async Task Tag_ThatThrowsInACallback_SpoilsOneMeasurement()
    {
        _fixture.Meter.CreateObservableGauge("t.level", () => (Measurement<int>[])[new(1, Throwing("ToString")), new(2, Throwing("GetHashCode")), new(3, new Tag("tag", "good"))]);

        Assert.Equal(["""t_level{tag="good"} 3"""], ScrapedText.Series(await _fixture.WriteAsync("t_level"), "t_level"));
    }

    [Fact]
    public async Task Tag_WhoseTextChangesLater_KeepsTheOneThatItHad()
    {
        var text = "first";
        _counter.Add(1, new Tag("tag", new HostileTag { Text = () => text ?? throw new InvalidOperationException("no text any more") }));

        foreach (var later in (string?[])["second", null])
        {
            text = later;
            foreach (var format in ExpositionFormat.All)
                Assert.Contains("tag=\"first\"} 1\n", await _fixture.WriteAllAsync(format), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Tag_ThatRecordsWhileItIsRendered_IsRecordedToo()
    {
        _counter.Add(1, new Tag("tag", new HostileTag { Text = () => Recording("same", () => _counter.Add(1, new Tag("tag", "of same"))) }));
        _counter.Add(1, new Tag("tag", new HostileTag { Text = () => Recording("other", () => _histogram.Record(1, new Tag("tag", "of other"))) }));
        _counter.Add(1, new Tag("tag", new HostileTag { Text = () => Recording("new", () => _fixture.Meter.CreateCounter<int>("t.new").Add(1)) }));

        Assert.Equal(
            ["""t_count_total{tag="new"} 1""", """t_count_total{tag="of same"} 1""", """t_count_total{tag="other"} 1""", """t_count_total{tag="same"} 1""", "t_new_total 1"],
            ScrapedText.Series(await _fixture.WriteAsync("t_"), "t_").Where(line => line.Contains("_total", StringComparison.Ordinal)));
        Assert.Equal(1, await _fixture.ReadAsync("t_time_count{tag=\"of other\"}"));
    }

    [Fact]
    public async Task Tags_ThatRecordCrosswiseWhileTheyAreRendered_DoNotWaitForEachOther()
    {
        using var both = new Barrier(2);
        var first = Task.Run(() => _counter.Add(1, Meeting(() => _histogram.Record(1, new Tag("tag", "crosswise")))));
        var second = Task.Run(() => _histogram.Record(1, Meeting(() => _counter.Add(1, new Tag("tag", "crosswise")))));

        await Task.WhenAll(first, second).WaitAsync(Deadline);

        Assert.Equal((1, 1), (await _fixture.ReadAsync("t_count_total{tag=\"crosswise\"}"), await _fixture.ReadAsync("t_time_count{tag=\"crosswise\"}")));

        Tag Meeting(Action record) => new("tag", new HostileTag
        {
            Text = () =>
            {
                both.SignalAndWait(Deadline);
                return Recording("met", record);
            },
        });
    }

    [Fact]
    public async Task Callback_ThatRecordsAndCreates_DoesNotWaitForItself()
    {
        var rounds = 0;
        _fixture.Meter.CreateObservableGauge("t.busy", () =>
        {
            rounds++;
            Record(new Tag("round", rounds));
            _fixture.Meter.CreateObservableGauge($"t.made.{rounds}", () => 1);
            return rounds;
        });

        for (var round = 1; round <= 3; round++)
            Assert.Equal(round, await _fixture.ReadAsync("t_busy").WaitAsync(Deadline));

        Assert.Equal((1, 1), (await _fixture.ReadAsync("t_count_total{round=\"3\"}"), await _fixture.ReadAsync("t_made_1")));
    }

    public void Dispose() => _fixture.Dispose();

    private static Tag Throwing(string where) => where switch
    {
        "Key" => new(null!, "value"),
        "ToString" => new("tag", new HostileTag { Text = () => throw new InvalidOperationException("no text") }),
        _ => new("tag", new HostileTag { Hash = () => throw new InvalidOperationException("no hash") }),
    };

    private static string Recording(string text, Action record)
    {
        record();
        return text;
    }

    private void Record(Tag tag)
    {
        _counter.Add(1, tag);
        _histogram.Record(0.5, tag);
    }

    private async Task FailuresAreToldAsync(int count)
    {
        Assert.Equal(count, await _fixture.ReadAsync("telemetry_measurements_failed_total"));
        Assert.DoesNotContain("otel_metric_overflow", await _fixture.WriteAsync("t_"), StringComparison.Ordinal);
        foreach (var instrument in (string[])["test/t.count", "test/t.time"])
            Assert.Single(_fixture.Log.Records, record => record.GetProperty("message").GetString()!.Contains($"{instrument} was left out: one of its tags threw", StringComparison.Ordinal));
    }
}
