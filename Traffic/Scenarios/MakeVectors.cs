namespace Traffic.Scenarios;

/// <summary>A customer has a model make vectors of a text.</summary>
internal sealed class MakeVectors : IScenario
{
    public double Weight => 3;

    public int Requests => 1;

    public async Task RunAsync(Visitor visitor, CancellationToken cancellationToken) => await visitor.EmbedAsync(await visitor.ComeWithKeyAsync(cancellationToken), cancellationToken);
}
