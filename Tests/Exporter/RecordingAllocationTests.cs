using System.Diagnostics;
using System.Diagnostics.Metrics;
using Tests.Unit;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Tests.Exporter;

/// <summary>What is recorded of a series that is there already costs no memory, however it is recorded.</summary>
public sealed class RecordingAllocationTests : IDisposable
{
    private const int Times = 200;

    private readonly MetricStoreFixture _fixture = new();

    public static TheoryData<string> Kinds => ["counter", "up-down counter", "histogram", "gauge"];

    private delegate void BySpan<T>(T value, ReadOnlySpan<Tag> tags);

    private delegate void ByList<T>(T value, in TagList tags);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Recording_WithAnyNumberOfTags_AllocatesNothing(string kind)
    {
        var recording = Recording(kind);
        recording();

        var before = GC.GetAllocatedBytesForCurrentThread();
        recording();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Recording_ByThreadsThatMeet_AllocatesNothingOnceTheyHaveRoom(string kind)
    {
        const int Threads = 4;
        const int Rounds = 50; // each series takes a cell more a few times, when two threads meet in it
        var recording = Recording(kind);
        using var start = new Barrier(Threads);
        var allocated = new long[Rounds];

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    start.SignalAndWait();
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    recording();
                    Interlocked.Add(ref allocated[round], GC.GetAllocatedBytesForCurrentThread() - before);
                }
            },
            TaskCreationOptions.LongRunning)));

        Assert.Equal(0, allocated.Skip(1).Min());
    }

    public void Dispose() => _fixture.Dispose();

    private Action Recording(string kind) => kind switch
    {
        "counter" => OfCounters(_fixture.Meter.CreateCounter<long>("t.whole"), _fixture.Meter.CreateCounter<double>("t.real")),
        "up-down counter" => OfUpDownCounters(_fixture.Meter.CreateUpDownCounter<long>("t.whole"), _fixture.Meter.CreateUpDownCounter<double>("t.real")),
        "histogram" => OfHistograms(_fixture.Meter.CreateHistogram<long>("t.whole"), _fixture.Meter.CreateHistogram<double>("t.real")),
        _ => OfGauges(_fixture.Meter.CreateGauge<long>("t.whole"), _fixture.Meter.CreateGauge<double>("t.real")),
    };

    private static Action OfCounters(Counter<long> whole, Counter<double> real) => Both(
        new(whole.Add, whole.Add, whole.Add, whole.Add, whole.Add, whole.Add), new(real.Add, real.Add, real.Add, real.Add, real.Add, real.Add));

    private static Action OfUpDownCounters(UpDownCounter<long> whole, UpDownCounter<double> real) => Both(
        new(whole.Add, whole.Add, whole.Add, whole.Add, whole.Add, whole.Add), new(real.Add, real.Add, real.Add, real.Add, real.Add, real.Add));

    private static Action OfHistograms(Histogram<long> whole, Histogram<double> real) => Both(
        new(whole.Record, whole.Record, whole.Record, whole.Record, whole.Record, whole.Record),
        new(real.Record, real.Record, real.Record, real.Record, real.Record, real.Record));

    private static Action OfGauges(Gauge<long> whole, Gauge<double> real) => Both(
        new(whole.Record, whole.Record, whole.Record, whole.Record, whole.Record, whole.Record),
        new(real.Record, real.Record, real.Record, real.Record, real.Record, real.Record));

    private static Action Both(Calls<long> whole, Calls<double> real) => () =>
    {
        whole.Make(2);
        real.Make(0.5);
    };

    private sealed record Calls<T>(
        Action<T> WithNone, Action<T, Tag> WithOne, Action<T, Tag, Tag> WithTwo, Action<T, Tag, Tag, Tag> WithThree, BySpan<T> WithSpan, ByList<T> WithList)
    {
        private static readonly Tag[] Known = [new("method", "GET"), new("status", 200), new("route", "/things/{id}"), new("failed", false)];

        public void Make(T value)
        {
            for (var i = 0; i < Times; i++)
            {
                WithNone(value);
                WithOne(value, Known[0]);
                WithTwo(value, Known[0], Known[1]);
                WithThree(value, Known[0], Known[1], Known[2]);
                for (var count = 0; count <= Known.Length; count++)
                {
                    var tags = Known.AsSpan(0, count);
                    WithSpan(value, tags);
                    WithList(value, new TagList(tags));
                }
            }
        }
    }
}
