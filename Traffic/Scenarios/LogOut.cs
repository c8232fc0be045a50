using System.Net;

namespace Traffic.Scenarios;

/// <summary>Somebody logs in on a device of somebody else, looks at their account and logs out.</summary>
internal sealed class LogOut : IScenario
{
    public double Weight => 4;

    public int Requests => 3;

    public async Task RunAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        await visitor.ComeBackAsync(cancellationToken);
        await visitor.LogInForOnceAsync(cancellationToken);
        await visitor.GetAsync(AccountSteps.MePath, HttpStatusCode.OK, cancellationToken);
        await visitor.ThinkAsync(cancellationToken);
        await visitor.SendAsync(HttpMethod.Post, AccountSteps.LogOutPath, body: null, HttpStatusCode.NoContent, cancellationToken);
    }
}
