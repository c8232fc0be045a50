using System.Net;

namespace Traffic.Scenarios;

/// <summary>Somebody follows a link to an account without being logged in.</summary>
internal sealed class NoToken : IScenario
{
    public double Weight => 2;

    public int Requests => 1;

    public Task RunAsync(Visitor visitor, CancellationToken cancellationToken) =>
        visitor.GetAsync(AccountSteps.UserPath(visitor.NewId()), HttpStatusCode.Unauthorized, cancellationToken);
}
