using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Tests.Support;
using Tests.Unit;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Tests.Exporter;

/// <summary>Meters that come and go, and instruments of one name.</summary>
public sealed class MeterLifeTests : IDisposable
{
    private static readonly InstrumentAdvice<double> UpToOne = new() { HistogramBucketBoundaries = [1] };

    private readonly MetricStoreFixture _fixture = new();

    [Fact]
    public async Task Meter_Disposed_TakesItsSeriesAlong_AndItsSuccessorBeginsAnew()
    {
        _fixture.Meter.CreateCounter<int>("t.kept").Add(1);
        var before = await _fixture.WriteAsync("t_");

        for (var i = 0; i < 3; i++)
        {
            using (var meter = NewMeter())
            {
                RecordEverything(meter);
                var text = await _fixture.WriteAsync("t_");
                Assert.Equal((1, 2, 1, 5), (ScrapedText.Value(text, "t_a_total{tag=\"x\"}"), ScrapedText.Value(text, "t_b"), ScrapedText.Value(text, "t_c_count"), ScrapedText.Value(text, "t_d")));
            }

            Assert.Equal(before, await _fixture.WriteAsync("t_"));
        }
    }

    [Fact]
    public async Task Meters_ThatAreGone_AreHeldByNobody()
    {
        var gone = await MeterThatCameAndWentAsync();

        await Eventually.PassesAsync(
            () =>
            {
                GC.Collect();
                Assert.All(gone, reference => Assert.False(reference.TryGetTarget(out _)));
                return Task.CompletedTask;
            },
            TimeSpan.FromSeconds(10));
        Assert.Empty(await _fixture.WriteAsync("t_"));
    }

    [Fact]
    public async Task Meter_DisposedWhileItIsRecorded_LeavesNothingInAFamilyThatStays()
    {
        _fixture.Meter.CreateCounter<int>("t.a").Add(1);
        for (var i = 0; i < 100; i++)
        {
            using var meter = NewMeter();
            var counter = meter.CreateCounter<int>("t.a");
            using var begun = new CountdownEvent(2);
            var recording = Enumerable.Range(0, 2).Select(thread => Task.Run(() =>
            {
                begun.Signal();
                for (var number = 0; number < 100; number++)
                    counter.Add(1, new Tag("number", number), new Tag("thread", thread));
            })).ToList();
            begun.Wait();
            meter.Dispose();
            await Task.WhenAll(recording);
        }

        Assert.Equal(["t_a_total 1"], ScrapedText.Series(await _fixture.WriteAsync("t_"), "t_a_total"));
        Assert.Equal(0, await _fixture.ReadAsync("telemetry_measurements_failed_total"));
    }

    [Fact]
    public async Task Meter_DisposedByItsOwnCallbackOrTag_LeavesNothingInAFamilyThatStays()
    {
        _fixture.Meter.CreateObservableGauge("t.a", () => 1);
        _fixture.Meter.CreateCounter<int>("t.b").Add(1);
        var ofCallback = NewMeter();
        ofCallback.CreateObservableGauge("t.a", () =>
        {
            ofCallback.Dispose();
            return new Measurement<int>(2, new Tag("of", "gone"));
        });
        var ofTag = NewMeter();
        var counter = ofTag.CreateCounter<int>("t.b");
        counter.Add(1, new Tag("of", new HostileTag
        {
            Text = () =>
            {
                ofTag.Dispose();
                return "gone";
            },
        }));

        await _fixture.WriteAsync("t_");
        Assert.Equal(["t_a 1", "t_b_total 1"], ScrapedText.Series(await _fixture.WriteAsync("t_"), "t_"));
    }

    [Fact]
    public async Task Instruments_OfOneNameInTwoUnits_AreTwoFamilies()
    {
        _fixture.Meter.CreateCounter<int>("t.traffic", "By").Add(1);
        NewMeter().CreateCounter<int>("t.traffic", "{packet}").Add(2);
        NewMeter().CreateCounter<int>("t.traffic", "s").Add(3);

        Assert.Equal(["t_traffic_bytes_total 1", "t_traffic_seconds_total 3", "t_traffic_total 2"], ScrapedText.Series(await _fixture.WriteAsync("t_"), "t_"));
        Assert.Empty(_fixture.Log.Records);
    }

    [Fact]
    public async Task Histograms_OfOneNameWithOtherBounds_HaveThoseOfTheFirst()
    {
        _fixture.Meter.CreateHistogram("t.time", advice: UpToOne).Record(1);
        NewMeter().CreateHistogram("t.time", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 10] }).Record(5, new Tag("of", "second"));
        NewMeter().CreateHistogram("t.time", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [] }).Record(0.75);

        Assert.Equal(
            [
                "t_time_bucket{le=\"1.0\"} 2", "t_time_bucket{le=\"+Inf\"} 2", "t_time_sum 1.75", "t_time_count 2",
                "t_time_bucket{of=\"second\",le=\"1.0\"} 0", "t_time_bucket{of=\"second\",le=\"+Inf\"} 1", "t_time_sum{of=\"second\"} 5", "t_time_count{of=\"second\"} 1",
            ],
            ScrapedText.Series(await _fixture.WriteAsync("t_"), "t_"));
    }

    [Theory]
    [InlineData("t.a", "t.a.total")]
    [InlineData("t.a", "t_a")]
    [InlineData("t.a", "t.a.created")]
    public async Task Gauge_ThatWouldStandInACountersLines_IsLeftOutUntilTheCounterIsGone(string counter, string gauge)
    {
        using (var meter = NewMeter())
        {
            meter.CreateCounter<int>(counter).Add(1);
            _fixture.Meter.CreateUpDownCounter<int>(gauge).Add(2);
            Assert.Equal(["t_a_total 1"], ScrapedText.Series(await _fixture.WriteAsync("t_"), "t_"));
            Assert.Single(_fixture.Log.Records, record => record.GetProperty("message").GetString()!.StartsWith($"Instrument test/{gauge} is not exported", StringComparison.Ordinal));
        }

        NewMeter().CreateUpDownCounter<int>(gauge).Add(3);

        Assert.EndsWith(" 3\n", await _fixture.WriteAsync("t_"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instrument_OfAKindThatNobodyKnows_IsAGauge()
    {
        new Thermometer(_fixture.Meter).Show(-4);

        Assert.Equal("# HELP t_custom t.custom of test.\n# TYPE t_custom gauge\nt_custom -4\n", await _fixture.WriteAsync("t_"));
    }

    public void Dispose() => _fixture.Dispose();

    [SuppressMessage("ApiDesign", "RS0030", Justification = "A factory's meters live as long as the factory: who disposes them disposes nothing.")]
    private Meter NewMeter() => new(new MeterOptions("short-lived") { Scope = _fixture.Meters });

    private static Counter<int> RecordEverything(Meter meter)
    {
        var counter = meter.CreateCounter<int>("t.a");
        counter.Add(1, new Tag("tag", "x"));
        counter.Add(-1);
        meter.CreateUpDownCounter<int>("t.b").Add(2);
        meter.CreateHistogram("t.c", advice: UpToOne).Record(3);
        meter.CreateObservableGauge("t.d", () => 5);
        meter.CreateObservableGauge("t.e", int () => throw new InvalidOperationException("no reading"));
        return counter;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<IReadOnlyList<WeakReference<object>>> MeterThatCameAndWentAsync()
    {
        using var meter = NewMeter();
        var counter = RecordEverything(meter);
        for (var i = 0; i < 3000; i++)
            counter.Add(1, new Tag("number", i));
        await _fixture.WriteAsync("t_");
        return [new(meter), new(counter)];
    }

    private sealed class Thermometer : Instrument<int>
    {
        public Thermometer(Meter meter) : base(meter, "t.custom", unit: null, description: null) => Publish();

        public void Show(int degrees) => RecordMeasurement(degrees);
    }
}
