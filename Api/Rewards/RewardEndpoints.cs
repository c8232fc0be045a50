using System.ComponentModel.DataAnnotations;
using Api.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Api.Rewards;

/// <summary>HTTP on one side, <see cref="LedgerService"/> on the other.</summary>
internal static class RewardEndpoints
{
    /// <summary>Gives a child a bonus, or takes a penalty from it, for a reason.</summary>
    public static async Task<Results<Created<LedgerEntryResponse>, ProblemHttpResult>> AdjustAsync(
        AdjustmentRequest request, Caller caller, LedgerService ledger, CancellationToken cancellationToken) =>
        (await ledger.AdjustAsync(request, caller, cancellationToken)).ToCreated(entry => "/api/v1/ledger");

    /// <summary>Shows the rewards, bonuses and penalties of the family or of one child, newest first; to a child its own.</summary>
    public static async Task<Ok<Page<LedgerEntryResponse>>> ListAsync(
        Caller caller, LedgerService ledger, CancellationToken cancellationToken, Guid? childId = null, Guid? before = null,
        [Range(1, Page<LedgerEntryResponse>.MaximumLimit)] int limit = Page<LedgerEntryResponse>.DefaultLimit) =>
        TypedResults.Ok(await ledger.ListAsync(caller, childId, before, limit, cancellationToken));
}
