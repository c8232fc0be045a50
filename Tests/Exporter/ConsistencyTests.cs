using System.Buffers;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using ServiceDefaults.Prometheus;
using Tests.Unit;

namespace Tests.Exporter;

/// <summary>What must not make an exposition that a reader refuses: a series twice, a count below zero, a name without letters.</summary>
public sealed class ConsistencyTests : IDisposable
{
    private readonly MetricStoreFixture _fixture = new();

    [Fact]
    public async Task Series_MadeWhileAPageIsSent_IsNotWrittenTwice()
    {
        var gauge = _fixture.Meter.CreateGauge<int>("t.large");
        var text = new string('x', 1000);
        for (var i = 0; i < 200; i++)
            gauge.Record(i, new("case", $"b{i:000}"), new("text", text));
        await _fixture.WriteAllAsync(ExpositionFormat.Text);

        var exposition = _fixture.Expose(ExpositionFormat.Text);
        var output = new ArrayBufferWriter<byte>();
        for (var more = true; more;)
        {
            more = exposition.WriteNext(output);
            gauge.Record(0, new("case", $"a{output.WrittenCount}"), new("text", text)); // comes before all that have been written
        }

        var family = Assert.Single(StrictReader.Read(Encoding.UTF8.GetString(output.WrittenSpan), ExpositionFormat.Text), family => family.Name == "t_large");
        Assert.Equal(200, family.Samples.Count(sample => sample.Labels["case"].StartsWith('b')));
    }

    [Fact]
    public async Task LabelValues_ThatUtf8CannotTellApart_AreOneSeries()
    {
        var counter = _fixture.Meter.CreateCounter<int>("t.broken");
        counter.Add(1, new KeyValuePair<string, object?>("half", "\ud83d"));
        counter.Add(2, new KeyValuePair<string, object?>("half", "\ude00"));

        Assert.Equal(3, (await ReadAsync("t_broken")).ValueOf("t_broken_total", ("half", "\ufffd")));
    }

    [Fact]
    public async Task LabelNames_ThatMeet_KeepTheirValuesInOneOrder()
    {
        _fixture.Meter.CreateCounter<int>("t.met").Add(1, new("größe", "a"), new("gr.e", "b"));
        _fixture.Meters.Create("other").CreateCounter<int>("t.met").Add(2, new("gr.e", "b"), new("größe", "a"));

        Assert.Equal(3, (await ReadAsync("t_met")).ValueOf("t_met_total", ("gr_e", "b;a")));
    }

    [Theory]
    [InlineData("_total")]
    [InlineData("é")]
    public async Task Counter_OfWhoseNameNothingWouldBeLeft_HasAName(string name)
    {
        _fixture.Meter.CreateCounter<int>(name, description: "t").Add(1);

        var family = Assert.Single(StrictReader.Read(await _fixture.WriteAllAsync(ExpositionFormat.OpenMetrics), ExpositionFormat.OpenMetrics), family => family.Help == "t");
        Assert.Equal(1, family.ValueOf(family.Name + "_total"));
    }

    [Fact]
    public async Task Histogram_OfValuesBelowItsBounds_LeavesThemOutAndSaysSo()
    {
        var histogram = _fixture.Meter.CreateHistogram("t.size", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0, 1] });
        histogram.Record(0.5);
        histogram.Record(-3);
        histogram.Record(double.NegativeInfinity);

        var family = await ReadAsync("t_size");
        Assert.Equal((0.5, 1.0), (family.ValueOf("t_size_sum"), family.ValueOf("t_size_count")));
        Assert.Contains("t.size was given -3", _fixture.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(double.NegativeInfinity)]
    public async Task ObservableCounter_OfWhatNoCountCanBe_KeepsWhatItHad(double odd)
    {
        var reported = 5.0;
        _fixture.Meter.CreateObservableCounter("t.observed", () => reported);
        await ReadAsync("t_observed");

        reported = odd;

        Assert.Equal(5, (await ReadAsync("t_observed")).ValueOf("t_observed_total"));
        Assert.Contains("t.observed was given", _fixture.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_WhereACommaIsUsual_HaveAPoint()
    {
        var usual = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat = new() { NumberDecimalSeparator = ",", NegativeSign = "~", NaNSymbol = "ne" };
        var gauge = _fixture.Meter.CreateGauge<double>("t.comma", description: "Comma.");
        gauge.Record(-1.5, new KeyValuePair<string, object?>("value", 0.25));
        var histogram = _fixture.Meter.CreateHistogram("t.bounds", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [-0.5] });

        CultureInfo.CurrentCulture = comma;
        try
        {
            histogram.Record(-1);
            var text = await _fixture.WriteAsync("t_");

            Assert.Contains("\nt_comma{value=\"0.25\"} -1.5\n", text, StringComparison.Ordinal);
            Assert.Contains("t_bounds_bucket{le=\"-0.5\"} 1\n", text, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = usual;
        }
    }

    public void Dispose() => _fixture.Dispose();

    private async Task<ReadFamily> ReadAsync(string name) =>
        Assert.Single(StrictReader.Read(await _fixture.WriteAllAsync(ExpositionFormat.OpenMetrics), ExpositionFormat.OpenMetrics), family => family.Name == name);
}
