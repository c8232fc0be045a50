using System.Net;

namespace Traffic.Scenarios;

/// <summary>A customer asks a model, and reads its answer as it comes.</summary>
internal sealed class ReadAlong : IScenario
{
    public double Weight => 6;

    public int Requests => 1;

    public async Task RunAsync(Visitor visitor, CancellationToken cancellationToken) =>
        await visitor.ChatAsync(await visitor.ComeWithKeyAsync(cancellationToken), stream: true, HttpStatusCode.OK, cancellationToken);
}
