using System.Diagnostics;
using System.Diagnostics.Metrics;
using ServiceDefaults.Prometheus;

namespace Tests.Unit;

/// <summary>Which measurements lead to a trace.</summary>
public sealed class ExemplarTests : IDisposable
{
    private readonly MetricStoreFixture _store = new();
    private readonly Counter<long> _counter;
    private readonly Histogram<double> _histogram;

    public ExemplarTests()
    {
        _counter = _store.Meter.CreateCounter<long>("failures");
        _histogram = _store.Meter.CreateHistogram("took", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1] });
    }

    [Fact]
    public async Task FirstMeasurement_OfASeriesMadeWhileExemplarsAreRead_HasOne()
    {
        await _store.WriteAsync(ExpositionFormat.OpenMetrics, "failures");

        Record(sampled: true);

        var lines = await _store.WriteAsync(ExpositionFormat.OpenMetrics, "failures", "took");
        Assert.Equal(3, lines.Split(" # {trace_id=").Length);
    }

    [Fact]
    public async Task Measurement_BeforeAnybodyReadsExemplars_HasNone()
    {
        await _store.WriteAsync("failures");

        Record(sampled: true);

        Assert.DoesNotContain("trace_id", await _store.WriteAsync(ExpositionFormat.OpenMetrics, "failures", "took"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measurement_OutsideOfASampledRequest_HasNone()
    {
        await _store.WriteAsync(ExpositionFormat.OpenMetrics, "failures");

        Record(sampled: false);

        Assert.DoesNotContain("trace_id", await _store.WriteAsync(ExpositionFormat.OpenMetrics, "failures", "took"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exemplar_OnceRead_IsFollowedByANewerOne()
    {
        await _store.WriteAsync(ExpositionFormat.OpenMetrics, "failures");
        var first = Record(sampled: true);
        Record(sampled: true);
        Assert.Contains(first, await _store.WriteAsync(ExpositionFormat.OpenMetrics, "failures"), StringComparison.Ordinal);

        var next = Record(sampled: true);

        Assert.Contains(next, await _store.WriteAsync(ExpositionFormat.OpenMetrics, "failures"), StringComparison.Ordinal);
    }

    public void Dispose() => _store.Dispose();

    /// <returns>The id of the trace.</returns>
    private string Record(bool sampled)
    {
        using var request = new Activity("request") { ActivityTraceFlags = sampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None };
        request.Start();
        _counter.Add(1);
        _histogram.Record(0.5);
        return request.TraceId.ToHexString();
    }
}
