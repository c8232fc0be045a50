using Tests.Support;
using Traffic;
using Traffic.Scenarios;

namespace Tests.Unit;

/// <summary>Which visits come, and when.</summary>
public sealed class TrafficPlanTests
{
    private const int SecondsPerHour = 3600;
    private const int HoursPerDay = 24;

    private static readonly (string, string) RealDay = ("Traffic:DayLength", "1.00:00:00");

    [Fact]
    public void Plan_OfTheSameSeed_IsTheSame()
    {
        var first = VisitPlan.From(TrafficHost.Options(("Traffic:Seed", "7"))).Take(1000).ToList();
        var again = VisitPlan.From(TrafficHost.Options(("Traffic:Seed", "7"))).Take(1000).ToList();
        var other = VisitPlan.From(TrafficHost.Options(("Traffic:Seed", "8"))).Take(1000).ToList();

        Assert.Equal(first, again);
        Assert.NotEqual(first.Select(visit => visit.At), other.Select(visit => visit.At));
        Assert.NotEqual(first.Select(visit => visit.Scenario), other.Select(visit => visit.Scenario));
        Assert.Empty(first.Select(visit => visit.Seed).Intersect(other.Select(visit => visit.Seed)));
    }

    [Fact]
    public void Plan_OverADay_HasTheMeanRateOfRequests()
    {
        var options = TrafficHost.Options(RealDay, ("Traffic:RequestsPerSecond", "4"));

        var requests = VisitPlan.From(options).TakeWhile(visit => visit.At < TimeSpan.FromDays(1)).Sum(visit => visit.Scenario.Requests);

        Assert.Equal(4, requests / TimeSpan.FromDays(1).TotalSeconds, tolerance: 0.05);
    }

    [Fact]
    public void Plan_OfEachHour_FollowsTheCurve()
    {
        var options = TrafficHost.Options(RealDay);

        var hours = VisitPlan.From(options).TakeWhile(visit => visit.At < TimeSpan.FromDays(1)).CountBy(visit => visit.At.Hours).ToDictionary();

        Assert.Equal(HoursPerDay, hours.Count);
        Assert.All(hours, hour =>
        {
            var planned = options.VisitsPerSecond * SecondsPerHour * DailyCurve.At((hour.Key + 0.5) / HoursPerDay);
            Assert.Equal(1, hour.Value / planned, tolerance: 0.15);
        });
    }

    [Fact]
    public void Plan_OfManyVisits_HasEachScenarioAsOftenAsItsWeightSays()
    {
        const int Visits = 100_000;

        var chosen = VisitPlan.From(TrafficHost.Options(("Traffic:Mix:LookUp", "30"))).Take(Visits).CountBy(visit => visit.Scenario).ToDictionary();

        var weights = ScenarioList.All.ToDictionary(scenario => scenario, scenario => scenario is LookUp ? 30 : scenario.Weight);
        Assert.All(weights, weight => Assert.Equal(1, chosen[weight.Key] / (Visits * weight.Value / weights.Values.Sum()), tolerance: 0.1));
    }

    [Fact]
    public void Plan_OfTheFirstSecondsByDefault_ShowsEveryScenario()
    {
        var shown = VisitPlan.From(TrafficHost.Options()).TakeWhile(visit => visit.At < TimeSpan.FromSeconds(45)).Select(visit => visit.Scenario).ToHashSet();

        Assert.Equal([], ScenarioList.All.Except(shown).Select(scenario => scenario.Name));
    }

    [Fact]
    public void Curve_OfADay_HasTheMeanOneAndItsPeakInTheEvening()
    {
        var minutes = Enumerable.Range(0, 1440).Select(minute => DailyCurve.At(minute / 1440.0)).ToList();

        Assert.Equal(1, minutes.Average(), tolerance: 1e-9);
        Assert.Equal(DailyCurve.Peak, minutes.Max(), tolerance: 1e-9);
        Assert.Equal(21, 7 + (minutes.IndexOf(minutes.Max()) / 60)); // it begins at seven
        Assert.InRange(minutes.Min(), 0.05, 0.2);
        Assert.InRange(DailyCurve.Peak, 1.8, 2);
    }

    [Fact]
    public void Curve_FromMinuteToMinute_HasNoJump()
    {
        var values = Enumerable.Range(0, 3 * 1440).Select(minute => DailyCurve.At(minute / 1440.0)).ToList();

        Assert.All(values.Zip(values.Skip(1)), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.02));
    }
}
