using System.Net;

namespace Traffic.Scenarios;

/// <summary>A new customer asks a model before there are any credits.</summary>
internal sealed class NoCredits : IScenario
{
    public double Weight => 1;

    public int Requests => 3;

    public async Task RunAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        var key = await visitor.CreateKeyAsync(await visitor.OpenAccountAsync(cancellationToken), cancellationToken);
        await visitor.ChatAsync(key, stream: false, HttpStatusCode.PaymentRequired, cancellationToken);
    }
}
