using System.Net;

namespace Traffic.Scenarios;

/// <summary>Somebody logs in with an address that no account has.</summary>
internal sealed class UnknownUser : IScenario
{
    public double Weight => 2;

    public int Requests => 1;

    public Task RunAsync(Visitor visitor, CancellationToken cancellationToken) => visitor.PostAsync(
        AccountSteps.LogInPath, new { email = People.NewEmail(visitor.Name), password = People.NewPassword() }, HttpStatusCode.Unauthorized, cancellationToken);
}
