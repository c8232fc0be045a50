using System.ComponentModel.DataAnnotations;
using Api.Gateway.Plans;

namespace Api.Gateway.Credits;

/// <summary>A customer who is to have an account.</summary>
public sealed record CreateAccountRequest([property: Required, StringLength(Account.NameLength, MinimumLength = 1)] string Name);

/// <summary>Credits to give.</summary>
public sealed record GrantRequest(
    [property: Required, StringLength(CreditEntry.ReasonLength, MinimumLength = 1)] string Reason,
    [property: Credits] decimal Amount);

/// <summary>An account.</summary>
/// <param name="Id">Newer ones have greater ids.</param>
/// <param name="Name">Whose it is.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Available">Credits that can be spent.</param>
/// <param name="Reserved">Credits that are set aside for calls that go on.</param>
/// <param name="Subscription">The newest; null when there was none yet.</param>
internal sealed record AccountResponse(Guid Id, string Name, DateTimeOffset CreatedAt, decimal Available, decimal Reserved, SubscriptionResponse? Subscription);

/// <summary>Credits that an account got or lost.</summary>
/// <param name="Id">Newer ones have greater ids.</param>
/// <param name="Kind">Why.</param>
/// <param name="Amount">Below 0 for what was set aside or charged.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="ReservationId">Which call; null for a grant.</param>
/// <param name="Reason">Of a grant.</param>
/// <param name="Model">Of a charge.</param>
/// <param name="Provider">Who answered what is charged.</param>
/// <param name="InputTokens">Of a charge.</param>
/// <param name="OutputTokens">Of a charge; both are null for the rest.</param>
internal sealed record CreditEntryResponse(
    Guid Id, CreditEntryKind Kind, decimal Amount, DateTimeOffset CreatedAt, Guid? ReservationId, string? Reason, string? Model, string? Provider, int? InputTokens, int? OutputTokens);
