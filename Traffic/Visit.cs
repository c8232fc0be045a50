using Traffic.Scenarios;

namespace Traffic;

/// <summary>Somebody will come.</summary>
/// <param name="At">When, after the traffic began.</param>
/// <param name="Scenario">What for.</param>
/// <param name="Seed">What all else about the visit is drawn from. It has one of its own, so that a visit draws the same whatever happens to the others meanwhile.</param>
internal sealed record Visit(TimeSpan At, IScenario Scenario, int Seed);
