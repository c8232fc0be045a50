namespace Api.Statistics;

/// <summary>What a family has done and paid. Of children who left, the sums of the family still tell.</summary>
/// <param name="Pending">Assignments to be done, the pool's too.</param>
/// <param name="Completed">Assignments that wait for a parent.</param>
/// <param name="Approved">Assignments that were done.</param>
/// <param name="Earned">Paid for chores.</param>
/// <param name="Bonuses">Given besides.</param>
/// <param name="Penalties">Taken; not below 0.</param>
/// <param name="Balance">The sum of the ledger: what the children have.</param>
/// <param name="Children">Each child of the family; for a child itself.</param>
internal sealed record FamilyStatistics(
    int Pending, int Completed, int Approved, decimal Earned, decimal Bonuses, decimal Penalties, decimal Balance, IReadOnlyList<ChildStatistics> Children);

/// <summary>What a child has done and got.</summary>
internal sealed record ChildStatistics(
    Guid Id, string Name, int Pending, int Completed, int Approved, decimal Earned, decimal Bonuses, decimal Penalties, decimal Balance);

/// <summary>What a family has done and paid in a week.</summary>
/// <param name="Week">Its Monday (UTC).</param>
/// <param name="Approved">Assignments that were approved.</param>
/// <param name="Earned">Paid for them.</param>
/// <param name="Bonuses">Given besides.</param>
/// <param name="Penalties">Taken; not below 0.</param>
internal sealed record WeekResponse(DateOnly Week, int Approved, decimal Earned, decimal Bonuses, decimal Penalties);
