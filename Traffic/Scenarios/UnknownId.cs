using System.Net;

namespace Traffic.Scenarios;

/// <summary>Somebody who is logged in looks for an account that is not there.</summary>
internal sealed class UnknownId : IScenario
{
    public double Weight => 2;

    public int Requests => 1;

    public async Task RunAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        await visitor.ComeBackSignedInAsync(cancellationToken);
        await visitor.GetAsync(AccountSteps.UserPath(visitor.NewId()), HttpStatusCode.NotFound, cancellationToken);
    }
}
