namespace Traffic.Scenarios;

/// <summary>Somebody new makes an account, logs in and looks at it.</summary>
internal sealed class SignUp : IScenario
{
    public double Weight => 6;

    public int Requests => 3;

    public async Task RunAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        await visitor.RegisterAsync(cancellationToken);
        visitor.Accounts.Add(visitor.Account!);
        await visitor.ThinkAsync(cancellationToken);
        await visitor.LogInAsync(cancellationToken);
        await visitor.ThinkAsync(cancellationToken);
        await visitor.LookAsync(cancellationToken);
    }
}
