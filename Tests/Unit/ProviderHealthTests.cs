using Api.Gateway.Providers;
using Tests.Support;

namespace Tests.Unit;

/// <summary>What the answers of a minute say of a provider.</summary>
public sealed class ProviderHealthTests
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly ProviderHealth _health;

    public ProviderHealthTests() => _health = new(Slow, _time);

    [Fact]
    public void Provider_OfWhichNothingIsKnown_IsHealthy() => Assert.Equal(new HealthReport(ProviderState.Healthy, 100, 0, TimeSpan.Zero), _health.Read());

    [Theory]
    [InlineData(1, 1, 80)] // few calls: as if four others had been good
    [InlineData(2, 2, 60)]
    [InlineData(4, 1, 80)]
    [InlineData(10, 3, 70)]
    [InlineData(100, 100, 0)]
    public void Score_OfFastAnswers_IsTheShareThatDidNotFail(int calls, int failures, double score)
    {
        Record(calls - failures, failures, Fast);

        var report = _health.Read();
        Assert.Equal((score, (double)failures / calls), (report.Score, report.ErrorRate));
    }

    [Theory]
    [InlineData(2, 100)]
    [InlineData(4, 50)]
    [InlineData(8, 25)]
    public void Score_OfSlowAnswers_FallsWithTheirTime(int seconds, double score)
    {
        Record(10, 0, seconds * Second);

        var report = _health.Read();
        Assert.Equal((score, seconds * Second), (report.Score, report.ResponseTime));
    }

    [Fact]
    public void State_OnceDegraded_IsHealthyAgainAtAHigherScoreOnly()
    {
        Record(69, 31, Fast);
        Assert.Equal(ProviderState.Degraded, _health.Read().State);

        Record(50, 0, Fast); // 79
        Assert.Equal(ProviderState.Degraded, _health.Read().State);

        Record(10, 0, Fast); // 81
        Assert.Equal(ProviderState.Healthy, _health.Read().State);

        Record(0, 20, Fast); // 72
        Assert.Equal(ProviderState.Healthy, _health.Read().State);
    }

    [Fact]
    public void Failures_OfMoreThanAMinuteAgo_AreForgotten()
    {
        Record(0, 10, Fast);

        _time.Advance(49 * Second);
        var before = _health.Read().ErrorRate;
        _time.Advance(12 * Second);
        var after = _health.Read().ErrorRate;

        Assert.Equal((1, 0), (before, after));
    }

    [Fact]
    public void Failures_SpreadOverAMinute_LeaveOneAfterTheOther()
    {
        for (var second = 0; second < 60; second++)
        {
            Record(1, second < 30 ? 1 : 0, Fast);
            _time.Advance(Second);
        }

        Assert.Equal(20 / 70.0, _health.Read().ErrorRate, precision: 6); // those of the first ten seconds have gone
    }

    [Fact]
    public void Provider_WhoseCircuitClosesAgain_StartsAnew()
    {
        Record(0, 10, Fast);
        _health.Down();
        var down = _health.Read();
        _health.Up();

        Assert.Equal((ProviderState.Down, 0), (down.State, down.Score));
        Assert.Equal(ProviderState.Healthy, _health.Read().State);
    }

    [Fact]
    public void Idle_IsTheTimeSinceTheLastCall()
    {
        Record(1, 0, Fast);
        _time.Advance(7 * Second);

        Assert.Equal(7 * Second, _health.Idle);
    }

    private void Record(int successes, int failures, TimeSpan elapsed)
    {
        for (var i = 0; i < successes; i++)
            _health.Succeeded(elapsed);
        for (var i = 0; i < failures; i++)
            _health.Failed();
    }
}
