namespace Api.Gateway.Plans;

/// <summary>What a subscription gives.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="CreditsAMonth">Granted when a period begins.</param>
/// <param name="Price">US dollars a month.</param>
/// <param name="RequestsPerMinute">What each key may do that says nothing else itself.</param>
/// <param name="TokensPerMinute">As well.</param>
internal sealed record Plan(PlanName Name, decimal CreditsAMonth, decimal Price, int RequestsPerMinute, int TokensPerMinute)
{
    public static readonly IReadOnlyList<Plan> All =
    [
        new(PlanName.Free, CreditsAMonth: 1, Price: 0, RequestsPerMinute: 20, TokensPerMinute: 20_000),
        new(PlanName.Pro, CreditsAMonth: 50, Price: 49, RequestsPerMinute: 300, TokensPerMinute: 300_000),
        new(PlanName.Scale, CreditsAMonth: 1000, Price: 899, RequestsPerMinute: 3000, TokensPerMinute: 3_000_000),
    ];

    public static Plan Of(PlanName name) => All.Single(plan => plan.Name == name);
}
