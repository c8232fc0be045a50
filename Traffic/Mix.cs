using Traffic.Scenarios;

namespace Traffic;

/// <summary>Which scenarios there are, and how often each is chosen.</summary>
/// <param name="scenarios">Each with its weight, above 0.</param>
internal sealed class Mix(IReadOnlyList<(IScenario Scenario, double Weight)> scenarios)
{
    public const double GreatestWeight = 1_000_000;

    private readonly double _total = scenarios.Sum(pair => pair.Weight);

    /// <summary>How many requests a visit makes on average.</summary>
    public double RequestsPerVisit => scenarios.Sum(pair => pair.Weight * pair.Scenario.Requests) / _total;

    /// <summary>The scenario at a place of the whole.</summary>
    /// <param name="place">From 0 to below 1.</param>
    public IScenario At(double place)
    {
        var rest = place * _total;
        foreach (var (scenario, weight) in scenarios)
        {
            if (rest < weight)
                return scenario;
            rest -= weight;
        }

        return scenarios[^1].Scenario; // what the rounding of the sums left over
    }
}
