using System.Net;

namespace Traffic.Scenarios;

/// <summary>Somebody mistypes the password until the account is locked; then the right one does not help either. The account is new: nobody else is locked out.</summary>
internal sealed class LockedOut : IScenario
{
    private const int Attempts = 5;

    public double Weight => 0.5;

    public int Requests => 2 + Attempts;

    public async Task RunAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        await visitor.RegisterAsync(cancellationToken);
        var account = visitor.Account!;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await visitor.PostAsync(AccountSteps.LogInPath, new { email = account.Email, password = People.NewPassword() }, HttpStatusCode.Unauthorized, cancellationToken);
            await visitor.ThinkAsync(cancellationToken);
        }

        await visitor.PostAsync(AccountSteps.LogInPath, new { email = account.Email, password = account.Password }, HttpStatusCode.Unauthorized, cancellationToken);
    }
}
