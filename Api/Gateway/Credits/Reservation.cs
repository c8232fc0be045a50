namespace Api.Gateway.Credits;

/// <summary>Credits and tokens that were set aside for a call, until <see cref="SettlementService"/> gets them back.</summary>
/// <param name="Id">Settled once.</param>
/// <param name="AccountId">Whose credits.</param>
/// <param name="KeyId">Whose tokens.</param>
/// <param name="Amount">Credits; the call is not charged more.</param>
/// <param name="Tokens">Of the prompt, and as many as the answer can have.</param>
internal sealed record Reservation(Guid Id, Guid AccountId, Guid KeyId, decimal Amount, long Tokens);
