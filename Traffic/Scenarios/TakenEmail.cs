using System.Net;

namespace Traffic.Scenarios;

/// <summary>Somebody forgets that they have an account, and makes one.</summary>
internal sealed class TakenEmail : IScenario
{
    public double Weight => 2;

    public int Requests => 1;

    public async Task RunAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        await visitor.ComeBackAsync(cancellationToken);
        var taken = new { email = visitor.Account!.Email, password = People.NewPassword(), name = visitor.Name };
        await visitor.PostAsync(AccountSteps.RegisterPath, taken, HttpStatusCode.Conflict, cancellationToken);
    }
}
