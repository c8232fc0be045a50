using System.Diagnostics.Metrics;
using Traffic.Scenarios;

namespace Traffic;

/// <summary>What became of the visits. What their requests were like, the client's own metrics tell.</summary>
internal sealed class TrafficMetrics
{
    public const string MeterName = "Traffic";

    /// <summary>Counter, <c>{visit}</c>: visits. Tags: <see cref="ScenarioTag"/>, <see cref="OutcomeTag"/>.</summary>
    public const string VisitsName = "traffic.visits"; // scraped as traffic_visits_total

    /// <summary>The name of a scenario in <see cref="ScenarioList"/>.</summary>
    public const string ScenarioTag = "scenario";

    /// <summary>completed, unexpected, unanswered or left_out: see <see cref="VisitOutcome"/>.</summary>
    public const string OutcomeTag = "outcome";

    private readonly Counter<long> _visits;

    public TrafficMetrics(IMeterFactory meters) =>
        _visits = meters.Create(MeterName).CreateCounter<long>(VisitsName, "{visit}", "Visits to the API that made-up people made, or would have made.");

    public void Ended(IScenario scenario, VisitOutcome outcome) => _visits.Add(1, new(ScenarioTag, scenario.Name), new(OutcomeTag, NameOf(outcome)));

    private static string NameOf(VisitOutcome outcome) => outcome switch
    {
        VisitOutcome.Completed => "completed",
        VisitOutcome.Unexpected => "unexpected",
        VisitOutcome.Unanswered => "unanswered",
        VisitOutcome.LeftOut => "left_out",
        _ => "_OTHER",
    };
}
