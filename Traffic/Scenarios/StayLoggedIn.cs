using System.Net;

namespace Traffic.Scenarios;

/// <summary>Somebody who is logged in stays so, with a new token.</summary>
internal sealed class StayLoggedIn : IScenario
{
    public double Weight => 4;

    public int Requests => 2;

    public async Task RunAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        await visitor.ComeBackSignedInAsync(cancellationToken);
        await visitor.RefreshAsync(cancellationToken);
        await visitor.GetAsync(AccountSteps.MePath, HttpStatusCode.OK, cancellationToken);
    }
}
