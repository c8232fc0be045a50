namespace Traffic.Scenarios;

/// <summary>Somebody who is logged in looks at their account a few times.</summary>
internal sealed class LookUp : IScenario
{
    public double Weight => 30;

    public int Requests => 3;

    public async Task RunAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        await visitor.ComeBackSignedInAsync(cancellationToken);
        for (var look = 0; look < Requests; look++)
        {
            await visitor.LookAsync(cancellationToken);
            await visitor.ThinkAsync(cancellationToken);
        }
    }
}
