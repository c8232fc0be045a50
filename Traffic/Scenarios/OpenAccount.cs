namespace Traffic.Scenarios;

/// <summary>The administrator of the AI gateway opens an account for somebody new, with credits, a trial and a key.</summary>
internal sealed class OpenAccount : IScenario
{
    public double Weight => 1;

    public int Requests => 4;

    public Task RunAsync(Visitor visitor, CancellationToken cancellationToken) => visitor.BecomeCustomerAsync(visitor.Random, cancellationToken);
}
