namespace Traffic.Scenarios;

/// <summary>Somebody with an account logs in and looks at it.</summary>
internal sealed class LogIn : IScenario
{
    public double Weight => 12;

    public int Requests => 2;

    public async Task RunAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        await visitor.ComeBackAsync(cancellationToken);
        await visitor.LogInAsync(cancellationToken);
        await visitor.ThinkAsync(cancellationToken);
        await visitor.LookAsync(cancellationToken);
    }
}
