using Microsoft.Extensions.Logging;
using Tests.Support;
using Traffic;

namespace Tests.Unit;

/// <summary>Who may still visit an API that does not answer, and what the log says.</summary>
public sealed class TrafficOutageTests : IDisposable
{
    private static readonly HttpRequestException Refused = new("Connection refused");

    private readonly LogFixture _logs = new();
    private readonly ManualTime _time = new();
    private readonly Outage _outage;

    public TrafficOutageTests() => _outage = new(_time, _logs.Loggers.CreateLogger<Outage>());

    public void Dispose() => _logs.Dispose();

    [Fact]
    public void Visits_DuringAnOutage_TryOnceAfterEachPauseAndThePausesGrow()
    {
        _outage.NotAnswered(Refused);
        var tries = new List<int>();

        for (var second = 0; second < 70; second++)
        {
            if (_outage.LetsIn())
            {
                tries.Add(second);
                _outage.NotAnswered(Refused);
            }

            Assert.False(_outage.LetsIn());
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([1, 3, 7, 15, 30, 45, 60], tries);
    }

    [Fact]
    public void Outage_OfManyRequests_IsToldOnceWhenItBeginsAndOnceWhenItEnds()
    {
        _outage.Answered();
        for (var i = 0; i < 10; i++)
            _outage.NotAnswered(Refused);
        _time.Advance(TimeSpan.FromSeconds(42));
        _outage.Answered();
        _outage.Answered();

        Assert.Equal(
            ["WARNING Nobody visits the API until it answers: Connection refused", "INFO The API answers again, after 42 s."],
            _logs.Output.Records.Select(record => $"{record.GetProperty("level")} {record.GetProperty("message")}"));
        Assert.True(_outage.LetsIn());
    }
}
