using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;
using ServiceDefaults.Prometheus;
using Tests.Support;
using Tests.Unit;

namespace Tests.Exporter;

/// <summary>What is written as OpenMetrics 1.0, compared whole. That of the text format is in <see cref="TextFormatTests"/>.</summary>
public sealed partial class OpenMetricsTests : IDisposable
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    private static readonly string[] OfTheTest = ["t_", "\"t_", "{\"t_", "U__t_"];

    private MetricStoreFixture _fixture = new();

    [Fact]
    public async Task Counter_InASampledRequest_HasAnExemplar()
    {
        var counter = _fixture.Meter.CreateCounter<long>("t.chores.created", "{chore}", "Chores that were \"created\".");
        counter.Add(1, new KeyValuePair<string, object?>("mode", "single"));
        counter.Add(0, new KeyValuePair<string, object?>("mode", "unassigned"));
        await AskForExemplarsAsync();

        using var request = Sampled();
        counter.Add(2, new KeyValuePair<string, object?>("mode", "single"));

        await MatchesAsync("counter", request);
    }

    [Fact]
    public async Task Histogram_InASampledRequest_HasAnExemplarInEachBucketThatAValueFellInto()
    {
        var histogram = _fixture.Meter.CreateHistogram("t.waiting", "s", "Waiting.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1, 10] });
        histogram.Record(0.1);
        await AskForExemplarsAsync();

        using var request = Sampled();
        histogram.Record(0.1);
        histogram.Record(5.25);
        histogram.Record(1e9);

        await MatchesAsync("histogram", request);
    }

    [Fact]
    public async Task Request_ThatIsNotSampled_LeavesNoExemplar()
    {
        var counter = _fixture.Meter.CreateCounter<long>("t.count");
        counter.Add(1);
        await AskForExemplarsAsync();

        using var request = Sampled(ActivityTraceFlags.None);
        counter.Add(1);

        Assert.Contains("\nt_count_total 2\n", await WriteAsync(ExpositionFormat.OpenMetrics), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LevelsAndUnits_OfEachKind_AreGaugesWithTheirUnit()
    {
        _fixture.Meter.CreateGauge<double>("t.temperature", "Cel", "Degrees.").Record(-3.5);
        _fixture.Meter.CreateUpDownCounter<int>("t.level", "By", "Bytes.").Add(-4);
        _fixture.Meter.CreateGauge<double>("t.hits", "1", "Share.").Record(0.5);
        _fixture.Meter.CreateUpDownCounter<long>("t.jobs", "{job}", "A unit that annotates is none.").Add(7);
        _fixture.Meter.CreateCounter<double>("t.busy", "s", "Seconds.").Add(1.5);

        await MatchesAsync("units");
    }

    [Fact]
    public async Task Created_SwitchedOn_EndsEachCounterAndHistogram()
    {
        Use(new PrometheusOptions { WithCreated = true });
        _fixture.Meter.CreateCounter<long>("t.count").Add(1, new KeyValuePair<string, object?>("kind", "a"));
        _fixture.Meter.CreateHistogram("t.size", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1] }).Record(1);
        _fixture.Meter.CreateGauge<int>("t.gauge").Record(1);

        await MatchesAsync("created");
    }

    [Fact]
    public async Task Created_InTheTextFormat_IsLeftOut()
    {
        Use(new PrometheusOptions { WithCreated = true });
        var counter = _fixture.Meter.CreateCounter<long>("t.count", description: "Count.");
        counter.Add(1, new KeyValuePair<string, object?>("kind", "a"));
        counter.Add(2, new KeyValuePair<string, object?>("kind", "b"));

        Assert.Equal(
            "# HELP t_count_total Count.\n# TYPE t_count_total counter\nt_count_total{kind=\"a\"} 1\nt_count_total{kind=\"b\"} 2\n",
            await WriteAsync(ExpositionFormat.Text));
    }

    [Theory]
    [InlineData("allow-utf-8")]
    [InlineData("underscores")]
    [InlineData("dots")]
    [InlineData("values")]
    public async Task Names_OfOtherAlphabets_AreWrittenAsAskedFor(string escaping)
    {
        _fixture.Meter.CreateCounter<long>("t.größe", "By", "Größe.").Add(1, new("straße", "größer"), new("plain.name", "x"));
        _fixture.Meter.CreateHistogram("t.時間", "s", "時間。", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5] }).Record(1, new KeyValuePair<string, object?>("ключ", "значение"));
        _fixture.Meter.CreateGauge<int>("t.plain_name", description: "Plain.").Record(1, new KeyValuePair<string, object?>("é", "e"));

        await MatchesAsync("names-" + escaping, format: FormatOf($"application/openmetrics-text; version=1.0.0; escaping={escaping}"));
    }

    [Theory]
    [InlineData("allow-utf-8", """{"t_größe_bytes_total","straße"="größer"} 1""")]
    [InlineData("underscores", """t_gr_e_bytes_total{stra_e="größer"} 1""")]
    [InlineData("dots", """t__gr____e__bytes__total{stra__e="größer"} 1""")]
    [InlineData("values", """U__t__gr_f6__df_e__bytes__total{U__stra_df_e="größer"} 1""")]
    public async Task Names_OfOtherAlphabetsInTheTextFormat_AreWrittenAsAskedFor(string escaping, string expected)
    {
        _fixture.Meter.CreateCounter<long>("t.größe", "By").Add(1, new KeyValuePair<string, object?>("straße", "größer"));

        Assert.Contains($"\n{expected}\n", await WriteAsync(FormatOf($"text/plain; version=1.0.0; escaping={escaping}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_NearAndBeyondTheLimits_ReadBackAsTheSameNumber()
    {
        var gauge = _fixture.Meter.CreateGauge<double>("t.value", description: "Any number.");
        double[] values = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon, -0.0, 0.1, 1e15, 9007199254740993];
        foreach (var (i, value) in values.Index())
            gauge.Record(value, new KeyValuePair<string, object?>("case", i));
        _fixture.Meter.CreateCounter<double>("t.endless", description: "No end.").Add(double.PositiveInfinity);
        _fixture.Meter.CreateCounter<long>("t.most", description: "The most.").Add(long.MaxValue);

        await MatchesAsync("numbers");
    }

    [Fact]
    public async Task LabelValues_OddText_IsEscaped()
    {
        var gauge = _fixture.Meter.CreateGauge<int>("t.text", description: "A \\ and a\nnew line, \"quoted\", größer.");
        gauge.Record(1, new("quote", "say \"hi\""), new("backslash", "a\\b\\n"), new("newline", "a\nb"), new("utf8", "größer 👪"), new("hash", " # {} 1"));

        await MatchesAsync("labels");
    }

    [Fact]
    public async Task LabelValues_ThatSayNothing_AreLeftOut()
    {
        var counter = _fixture.Meter.CreateCounter<int>("t.text", description: "A label without a value is none: these are all one series.");
        counter.Add(1);
        counter.Add(2, new KeyValuePair<string, object?>("empty", ""));
        counter.Add(4, new("empty", null), new("other", ""));

        await MatchesAsync("empty");
    }

    [Fact]
    public async Task Histogram_WithABoundBelowZero_HasNeitherSumNorCount()
    {
        var histogram = _fixture.Meter.CreateHistogram("t.change", "s", "Change.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [-1, 0, 1] });
        histogram.Record(-5);
        histogram.Record(0.5);

        await MatchesAsync("below-zero");
    }

    [Fact]
    public async Task Histogram_OfLargeAndSmallBounds_HasThemAsGoWouldWriteThem()
    {
        double[] bounds = [1e-10, 0.00005, 0.0001, 0.25, 1, 100_000, 1_000_000, 1_048_576, 1_234_567.5, 1e10, 1e15, 1e23];
        _fixture.Meter.CreateHistogram("t.bounds", description: "Bounds.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds }).Record(1);

        await MatchesAsync("bounds");
    }

    [Fact]
    public async Task Series_BeyondTheLimit_AreOneThatSaysSo()
    {
        Use(new PrometheusOptions { SeriesLimit = 2 });
        var counter = _fixture.Meter.CreateCounter<long>("t.visits", description: "Visits.");
        for (var i = 0; i < 5; i++)
            counter.Add(1, new KeyValuePair<string, object?>("visitor", i));

        await MatchesAsync("overflow");
    }

    [Fact]
    public async Task Aliases_OfRequests_AreEachAFamilyOnce()
    {
        Use(new PrometheusOptions { ServiceName = "shop" });
        var requests = _fixture.Meter.CreateHistogram("http.server.request.duration", "s", "Duration.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1] });
        var tags = new TagList { { "http.request.method", "GET" }, { "http.route", "/things/{id}" }, { "http.response.status_code", 500 }, { "error.type", "System.Exception" } };
        requests.Record(0.5, tags);
        await AskForExemplarsAsync();

        using var request = Sampled();
        requests.Record(0.25, tags);

        await MatchesAsync("aliases", request, prefixes: ["http_request", "http_exceptions", "http_server_request_duration", "fastapi_", "api_"]);
    }

    [Fact]
    public async Task Nothing_ToWrite_IsOnlyTheEnd() => await MatchesAsync("nothing");

    public void Dispose() => _fixture.Dispose();

    private static ExpositionFormat FormatOf(string accept)
    {
        var format = AcceptHeader.Choose(accept);
        Assert.Equal(accept.Replace("; escaping", "; charset=utf-8; escaping", StringComparison.Ordinal), format.ContentType);
        return format;
    }

    private static Activity Sampled(ActivityTraceFlags flags = ActivityTraceFlags.Recorded) =>
        new Activity("request").SetParentId(ActivityTraceId.CreateFromString(TraceId), ActivitySpanId.CreateFromString("b7ad6b7169203331"), flags).Start();

    private void Use(PrometheusOptions options)
    {
        _fixture.Dispose();
        _fixture = new(options);
    }

    // Exemplars are kept once somebody has read the series in a format that has them.
    private Task<string> AskForExemplarsAsync() => WriteAsync(ExpositionFormat.OpenMetrics);

    private Task<string> WriteAsync(ExpositionFormat format, params string[] prefixes)
    {
        var wanted = prefixes.Length > 0 ? prefixes : OfTheTest;
        return _fixture.WriteAsync(format, [.. wanted, "# EOF"]);
    }

    /// <summary>Compares with a file, in which the ids and times of now are named.</summary>
    private async Task MatchesAsync(string file, Activity? request = null, ExpositionFormat? format = null, string[]? prefixes = null)
    {
        var text = await WriteAsync(format ?? ExpositionFormat.OpenMetrics, prefixes ?? []);
        StrictReader.Read(text, format ?? ExpositionFormat.OpenMetrics);
        if (request is not null)
            text = text.Replace(request.SpanId.ToHexString(), "<span>", StringComparison.Ordinal);

        await Golden.MatchesAsync($"openmetrics/{file}.txt", Times().Replace(text, time => IsNow(time.Value) ? "<now>" : time.Value));
    }

    private static bool IsNow(string seconds) =>
        Math.Abs(double.Parse(seconds, CultureInfo.InvariantCulture) - TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0) < 300;

    // 1700000000.123 at the end of a line
    [GeneratedRegex(@"(?<= )[0-9]{10}\.[0-9]{3}$", RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Times();
}
