using System.Net;

namespace Traffic.Scenarios;

/// <summary>Somebody mistypes their password, and then does not. The account is new: five mistakes, whoever makes them, would lock one that others come back to.</summary>
internal sealed class WrongPassword : IScenario
{
    public double Weight => 2;

    public int Requests => 3;

    public async Task RunAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        await visitor.RegisterAsync(cancellationToken);
        var mistyped = new { email = visitor.Account!.Email, password = People.NewPassword() };
        await visitor.PostAsync(AccountSteps.LogInPath, mistyped, HttpStatusCode.Unauthorized, cancellationToken);
        await visitor.ThinkAsync(cancellationToken);
        await visitor.LogInAsync(cancellationToken);
    }
}
