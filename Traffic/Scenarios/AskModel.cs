using System.Net;

namespace Traffic.Scenarios;

/// <summary>A customer asks a model, and waits for the whole answer.</summary>
internal sealed class AskModel : IScenario
{
    public double Weight => 6;

    public int Requests => 1;

    public async Task RunAsync(Visitor visitor, CancellationToken cancellationToken) =>
        await visitor.ChatAsync(await visitor.ComeWithKeyAsync(cancellationToken), stream: false, HttpStatusCode.OK, cancellationToken);
}
