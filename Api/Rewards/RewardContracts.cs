using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Api.Rewards;

/// <summary>A bonus or a penalty.</summary>
public sealed record AdjustmentRequest(
    [property: JsonRequired] Guid ChildId,
    [property: JsonRequired] AdjustmentType Type,
    [property: Money, Range(0.01, double.MaxValue, ErrorMessage = "An adjustment is more than nothing.")] decimal Amount,
    [property: Required, StringLength(LedgerEntry.ReasonLength, MinimumLength = 1)] string Reason);

/// <summary>Money that a child got or lost.</summary>
/// <param name="Id">Newer ones have greater ids.</param>
/// <param name="ChildId">Whose it is.</param>
/// <param name="Kind">Why.</param>
/// <param name="Amount">Below 0 for a penalty.</param>
/// <param name="Reason">The title of the chore, or what the parent said.</param>
/// <param name="AssignmentId">What was approved; null for an adjustment.</param>
/// <param name="CreatedBy">The parent.</param>
/// <param name="CreatedAt">When.</param>
internal sealed record LedgerEntryResponse(
    Guid Id, Guid ChildId, EntryKind Kind, decimal Amount, string Reason, Guid? AssignmentId, Guid CreatedBy, DateTimeOffset CreatedAt);

/// <summary>What a child got and lost.</summary>
/// <param name="ChildId">Who.</param>
/// <param name="Earned">By chores.</param>
/// <param name="Bonuses">Given besides.</param>
/// <param name="Penalties">Taken; not below 0.</param>
internal sealed record ChildTotals(Guid ChildId, decimal Earned, decimal Bonuses, decimal Penalties);
