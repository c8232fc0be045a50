using Microsoft.AspNetCore.Http.HttpResults;

namespace Api.Gateway.Plans;

/// <summary>HTTP on one side, <see cref="SubscriptionService"/> on the other.</summary>
internal static class PlanEndpoints
{
    /// <summary>Shows the plans.</summary>
    public static Ok<IReadOnlyList<PlanResponse>> List() => TypedResults.Ok<IReadOnlyList<PlanResponse>>(
        [.. Plan.All.Select(plan => new PlanResponse(plan.Name, plan.CreditsAMonth, plan.Price, plan.RequestsPerMinute, plan.TokensPerMinute))]);

    /// <summary>Begins a subscription of an account that has none, with a trial or without. The credits of its plan come with each period.</summary>
    public static async Task<Results<Created<SubscriptionResponse>, ProblemHttpResult>> SubscribeAsync(
        RouteId id, SubscribeRequest request, SubscriptionService subscriptions, CancellationToken cancellationToken) =>
        (await subscriptions.SubscribeAsync(id, request, cancellationToken)).ToCreated(_ => $"/api/v1/gateway/accounts/{id.Value}");

    /// <summary>Begins a period of another plan at once. A trial ends with it.</summary>
    public static async Task<Results<Ok<SubscriptionResponse>, ProblemHttpResult>> ChangeAsync(
        RouteId id, ChangePlanRequest request, SubscriptionService subscriptions, CancellationToken cancellationToken) =>
        (await subscriptions.ChangeAsync(id, request.Plan, cancellationToken)).ToOk();

    /// <summary>Has the subscription expire at the end of its period. What credits are left, stay.</summary>
    public static async Task<Results<Ok<SubscriptionResponse>, ProblemHttpResult>> CancelAsync(RouteId id, SubscriptionService subscriptions, CancellationToken cancellationToken) =>
        (await subscriptions.CancelAsync(id, cancellationToken)).ToOk();
}
