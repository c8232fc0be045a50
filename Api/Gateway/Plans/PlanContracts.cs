using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Api.Gateway.Plans;

/// <summary>A plan that an account is to have.</summary>
/// <param name="Plan">Which.</param>
/// <param name="TrialDays">How long its first period is, if it is a trial.</param>
public sealed record SubscribeRequest([property: JsonRequired] PlanName Plan, [property: Range(0, 90)] int TrialDays = 0);

/// <summary>The plan that an account is to have instead.</summary>
public sealed record ChangePlanRequest([property: JsonRequired] PlanName Plan);

/// <summary>A plan.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="CreditsAMonth">Granted when a period begins.</param>
/// <param name="Price">US dollars a month.</param>
/// <param name="RequestsPerMinute">What each key may do that says nothing else itself.</param>
/// <param name="TokensPerMinute">As well.</param>
internal sealed record PlanResponse(PlanName Name, decimal CreditsAMonth, decimal Price, int RequestsPerMinute, int TokensPerMinute);

/// <summary>A plan that an account has.</summary>
internal sealed record SubscriptionResponse(
    Guid Id, PlanName Plan, SubscriptionStatus Status, DateTimeOffset CreatedAt, DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd);
