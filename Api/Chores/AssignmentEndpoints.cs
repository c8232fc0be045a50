using System.ComponentModel.DataAnnotations;
using Api.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Api.Chores;

/// <summary>HTTP on one side, <see cref="AssignmentService"/> on the other.</summary>
internal static class AssignmentEndpoints
{
    /// <summary>Shows the assignments of the family, newest first; to a child its own and the pool's.</summary>
    public static async Task<Ok<Page<AssignmentResponse>>> ListAsync(
        Caller caller, AssignmentService assignments, CancellationToken cancellationToken, Choice<AssignmentStatus>? status = null, Guid? before = null,
        [Range(1, Page<AssignmentResponse>.MaximumLimit)] int limit = Page<AssignmentResponse>.DefaultLimit) =>
        TypedResults.Ok(await assignments.ListAsync(caller, status?.Value, before, limit, cancellationToken));

    /// <summary>Shows an assignment.</summary>
    public static async Task<Results<Ok<AssignmentResponse>, ProblemHttpResult>> GetAsync(
        RouteId id, Caller caller, AssignmentService assignments, CancellationToken cancellationToken) =>
        await assignments.FindAsync(id, caller, cancellationToken) is { } assignment ? TypedResults.Ok(assignment) : Refusal.NotFound.ToProblem();

    /// <summary>Takes an assignment from the pool: first come, first served.</summary>
    public static async Task<Results<Ok<AssignmentResponse>, ProblemHttpResult>> ClaimAsync(
        RouteId id, Caller caller, AssignmentService assignments, CancellationToken cancellationToken) =>
        (await assignments.ClaimAsync(id, caller, cancellationToken)).ToOk();

    /// <summary>Says that an assignment is done.</summary>
    public static async Task<Results<Ok<AssignmentResponse>, ProblemHttpResult>> CompleteAsync(
        RouteId id, Caller caller, AssignmentService assignments, CancellationToken cancellationToken) =>
        (await assignments.CompleteAsync(id, caller, cancellationToken)).ToOk();

    /// <summary>Finds that an assignment is done, and pays its reward. Where the chore leaves the amount open, the parent names it.</summary>
    public static async Task<Results<Ok<AssignmentResponse>, ProblemHttpResult>> ApproveAsync(
        RouteId id, ApproveRequest? request, Caller caller, AssignmentService assignments, CancellationToken cancellationToken) =>
        (await assignments.ApproveAsync(id, request?.Amount, caller, cancellationToken)).ToOk();

    /// <summary>Finds that an assignment is not done, and sends it back with a reason.</summary>
    public static async Task<Results<Ok<AssignmentResponse>, ProblemHttpResult>> RejectAsync(
        RouteId id, RejectRequest request, Caller caller, AssignmentService assignments, CancellationToken cancellationToken) =>
        (await assignments.RejectAsync(id, request, caller, cancellationToken)).ToOk();
}
