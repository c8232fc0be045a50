namespace Traffic.Scenarios;

/// <summary>Somebody new founds a family, with two children, and another parent joins with the invite code.</summary>
internal sealed class FoundFamily : IScenario
{
    public double Weight => 2;

    public int Requests => 8;

    public async Task RunAsync(Visitor visitor, CancellationToken cancellationToken) =>
        visitor.Families.Add(await visitor.FoundAsync(visitor.Random, cancellationToken));
}
