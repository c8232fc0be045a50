using Api.Aggregation;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;
using Tests.Unit;

namespace Tests.Aggregation;

/// <summary>Who gets which snapshot, and how often one is taken.</summary>
public sealed class SharedSnapshotTests : IDisposable
{
    private readonly MetricStoreFixture _metrics = new();
    private readonly ManualTime _time = new(); // nobody loses patience here
    private readonly SharedSnapshot<string> _snapshot;
    private TaskCompletionSource<string> _answer = new();
    private int _taken;

    public SharedSnapshotTests()
    {
        var metrics = new AggregationMetrics(_metrics.Meters, NullLogger<AggregationMetrics>.Instance);
        _snapshot = new(
            _ =>
            {
                Interlocked.Increment(ref _taken);
                return _answer.Task;
            },
            new UpstreamState(metrics, NullLogger<UpstreamState>.Instance), metrics, _time);
    }

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task Snapshot_WantedByManyAtOnce_IsTakenOnce()
    {
        var waiting = Enumerable.Range(0, 20).Select(_ => GetAsync()).ToList();
        _answer.SetResult("data");
        var snapshots = await Task.WhenAll(waiting);

        Assert.All(snapshots, snapshot => Assert.Same(snapshots[0], snapshot));
        Assert.Equal(("data", 1), (snapshots[0].Value, _taken));
        Assert.Equal((0, 1, 19), await CountsAsync());
    }

    [Fact]
    public async Task Snapshot_GivenUpByWhoAskedFirst_IsTakenForTheOthers()
    {
        using var gone = new CancellationTokenSource();
        var first = _snapshot.GetAsync(gone.Token);
        var second = GetAsync();

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _answer.SetResult("data");

        Assert.Equal(("data", 1), ((await second).Value, _taken));
    }

    [Fact]
    public async Task Snapshot_WithData_IsKeptForFiveSeconds()
    {
        _answer.SetResult("data");

        await GetAsync();
        _time.Advance(TimeSpan.FromSeconds(4));
        await GetAsync();
        var takenBefore = _taken;
        _time.Advance(TimeSpan.FromSeconds(1));
        await GetAsync();

        Assert.Equal((1, 2), (takenBefore, _taken));
        Assert.Equal((1, 2, 0), await CountsAsync());
    }

    [Fact]
    public async Task Snapshot_WithoutData_IsKeptForASecondAndTellsWhenThereWasSome()
    {
        _answer.SetResult("data");
        var good = await GetAsync();
        _answer = new();
        _answer.SetException(new UpstreamException("gone"));
        _time.Advance(TimeSpan.FromSeconds(5));

        var bad = await GetAsync();
        var kept = await GetAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        var again = await GetAsync();

        Assert.Equal((null, "gone", good.At), (bad.Value, bad.Failure, bad.LastGood));
        Assert.Same(bad, kept);
        Assert.Equal((3, good.At), (_taken, again.LastGood));
    }

    [Fact]
    public async Task Snapshot_OfAClockThatWasPutBack_IsTakenAnew()
    {
        _answer.SetResult("data");

        await GetAsync();
        _time.Advance(TimeSpan.FromHours(-1));
        await GetAsync();

        Assert.Equal(2, _taken);
    }

    [Fact]
    public async Task Snapshot_ThatBroke_FailsWhoWaitedAndIsTakenAnew()
    {
        _answer.SetException(new InvalidOperationException("a bug"));

        await Assert.ThrowsAsync<InvalidOperationException>(GetAsync);
        _answer = new();
        _answer.SetResult("data");

        Assert.Equal("data", (await GetAsync()).Value);
    }

    private Task<Snapshot<string>> GetAsync() => _snapshot.GetAsync(CancellationToken.None);

    private async Task<(double Hits, double Misses, double Joined)> CountsAsync() => (await CountAsync("hit"), await CountAsync("miss"), await CountAsync("joined"));

    private async Task<double> CountAsync(string result) => (await _metrics.ReadAsync($$"""prometheus_upstream_cache_total{result="{{result}}"}"""))!.Value;
}
