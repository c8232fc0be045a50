namespace Api.Activities;

/// <summary>Something that somebody did in the family.</summary>
/// <param name="Id">Newer ones have greater ids.</param>
/// <param name="Kind">What it was.</param>
/// <param name="At">When.</param>
/// <param name="ActorId">Who did it; null when nobody did.</param>
/// <param name="ChildId">The child whom it is about; null when it is about none.</param>
/// <param name="Subject">The title of a chore, the name of a member whose account is still there.</param>
/// <param name="Amount">Money, above 0.</param>
/// <param name="Reason">What a parent said about it.</param>
internal sealed record ActivityResponse(
    Guid Id, ActivityKind Kind, DateTimeOffset At, Guid? ActorId, Guid? ChildId, string? Subject, decimal? Amount, string? Reason);
