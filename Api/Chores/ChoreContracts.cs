using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Api.Chores;

/// <summary>What one gets for a chore: an amount, or what a parent decides between two.</summary>
public sealed record RewardRequest(
    [property: Money] decimal? Amount = null, [property: Money] decimal? Minimum = null, [property: Money] decimal? Maximum = null) : IValidatableObject
{
    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var isFixed = Amount is not null && Minimum is null && Maximum is null;
        var isRange = Amount is null && Minimum is not null && Maximum is not null;
        if (!isFixed && !isRange)
            yield return new("Give either an amount, or a minimum and a maximum.", [nameof(Amount)]);
        else if (Minimum > Maximum)
            yield return new("The minimum is above the maximum.", [nameof(Minimum)]);
    }
}

/// <summary>A chore that a parent wants done.</summary>
/// <param name="Title">What is to be done.</param>
/// <param name="Mode">Who does it.</param>
/// <param name="Reward">What one gets for it.</param>
/// <param name="Description">How.</param>
/// <param name="AssigneeIds">One child for <c>single</c>, one or more for <c>multi_independent</c>, none for <c>unassigned</c>.</param>
/// <param name="CooldownHours">How long after its approval it is to be done again, to a hundredth of an hour; left out for once.</param>
public sealed record CreateChoreRequest(
    [property: Required, StringLength(Chore.TitleLength, MinimumLength = 1)] string Title,
    [property: JsonRequired] ChoreMode Mode,
    [property: Required] RewardRequest Reward,
    [property: StringLength(Chore.DescriptionLength)] string? Description = null,
    [property: MaxLength(CreateChoreRequest.MaximumAssignees)] IReadOnlyList<Guid>? AssigneeIds = null,
    [property: Range(CreateChoreRequest.MinimumCooldown, CreateChoreRequest.MaximumCooldown)] decimal? CooldownHours = null) : IValidatableObject
{
    internal const int MaximumAssignees = 20;
    internal const double MinimumCooldown = 0.01; // hours
    internal const double MaximumCooldown = 366 * 24;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var assignees = AssigneeIds?.Count ?? 0;
        var problem = Mode switch
        {
            ChoreMode.Single when assignees != 1 => "A chore for a single child has one assignee.",
            ChoreMode.MultiIndependent when assignees == 0 => "A chore for several children has at least one assignee.",
            ChoreMode.Unassigned when assignees > 0 => "A chore for whoever claims it has no assignees.",
            _ when AssigneeIds?.Distinct().Count() != AssigneeIds?.Count => "A child is named twice.",
            _ => null,
        };
        if (problem is not null)
            yield return new(problem, [nameof(AssigneeIds)]);
        if (CooldownHours is { } hours && decimal.Round(hours, Chore.CooldownScale) != hours)
            yield return new("A cool-down has at most two digits behind the point.", [nameof(CooldownHours)]);
    }
}

/// <summary>A parent's word that a chore is done.</summary>
/// <param name="Amount">What is paid, where the chore leaves it open; else left out.</param>
public sealed record ApproveRequest([property: Money] decimal? Amount = null);

/// <summary>A parent's word that a chore is not done.</summary>
/// <param name="Reason">What is missing.</param>
public sealed record RejectRequest([property: Required, StringLength(Assignment.ReasonLength, MinimumLength = 1)] string Reason);

/// <summary>A chore.</summary>
/// <param name="Id">Newer ones have greater ids.</param>
/// <param name="Title">What is to be done.</param>
/// <param name="Description">How.</param>
/// <param name="Mode">Who does it.</param>
/// <param name="RewardMinimum">The least that one gets for it.</param>
/// <param name="RewardMaximum">The most; with a fixed reward the same.</param>
/// <param name="CooldownHours">How long after its approval it is to be done again; null for once.</param>
/// <param name="CreatedBy">The parent.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="Assignments">Those that are not approved yet; for a child its own and the pool's.</param>
internal sealed record ChoreResponse(
    Guid Id, string Title, string? Description, ChoreMode Mode, decimal RewardMinimum, decimal RewardMaximum, decimal? CooldownHours, Guid CreatedBy, DateTimeOffset CreatedAt,
    IReadOnlyList<OpenAssignment> Assignments);

/// <summary>An assignment that is not approved yet, as part of its chore.</summary>
internal sealed record OpenAssignment(Guid Id, Guid? AssigneeId, AssignmentStatus Status);

/// <summary>An assignment.</summary>
/// <param name="Id">Newer ones have greater ids.</param>
/// <param name="ChoreId">Its chore.</param>
/// <param name="Title">What is to be done.</param>
/// <param name="Mode">Who does it.</param>
/// <param name="AssigneeId">The child; null while it is in the pool.</param>
/// <param name="Status">How far it is.</param>
/// <param name="RewardMinimum">The least that one gets for it.</param>
/// <param name="RewardMaximum">The most; with a fixed reward the same.</param>
/// <param name="Amount">What was paid; null until it is approved.</param>
/// <param name="RejectionReason">Why a parent sent it back last; null when nobody did.</param>
/// <param name="CreatedAt">Since when it is there.</param>
/// <param name="AssignedAt">Since when the child has it; null while it is in the pool.</param>
/// <param name="CompletedAt">When the child said that it is done; null while it is pending.</param>
/// <param name="ApprovedAt">When a parent said so, too.</param>
internal sealed record AssignmentResponse(
    Guid Id, Guid ChoreId, string Title, ChoreMode Mode, Guid? AssigneeId, AssignmentStatus Status, decimal RewardMinimum, decimal RewardMaximum, decimal? Amount,
    string? RejectionReason, DateTimeOffset CreatedAt, DateTimeOffset? AssignedAt, DateTimeOffset? CompletedAt, DateTimeOffset? ApprovedAt);

/// <summary>How many assignments a child has, by how far they are.</summary>
/// <param name="AssigneeId">The child; null for the pool.</param>
/// <param name="Status">How far.</param>
/// <param name="Count">How many.</param>
internal sealed record AssignmentCount(Guid? AssigneeId, AssignmentStatus Status, int Count);
