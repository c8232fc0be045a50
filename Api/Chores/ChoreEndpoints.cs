using System.ComponentModel.DataAnnotations;
using Api.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Api.Chores;

/// <summary>HTTP on one side, <see cref="ChoreService"/> on the other.</summary>
internal static class ChoreEndpoints
{
    /// <summary>Creates a chore, and an assignment for each child who is to do it, or one for the pool.</summary>
    public static async Task<Results<Created<ChoreResponse>, ProblemHttpResult>> CreateAsync(
        CreateChoreRequest request, Caller caller, ChoreService chores, CancellationToken cancellationToken) =>
        (await chores.CreateAsync(request, caller, cancellationToken)).ToCreated(chore => $"/api/v1/chores/{chore.Id}");

    /// <summary>Shows the chores of the family, newest first; to a child those that it has or had to do, and the pool's.</summary>
    public static async Task<Ok<Page<ChoreResponse>>> ListAsync(
        Caller caller, ChoreService chores, CancellationToken cancellationToken, Guid? before = null,
        [Range(1, Page<ChoreResponse>.MaximumLimit)] int limit = Page<ChoreResponse>.DefaultLimit) =>
        TypedResults.Ok(await chores.ListAsync(caller, before, limit, cancellationToken));

    /// <summary>Shows a chore.</summary>
    public static async Task<Results<Ok<ChoreResponse>, ProblemHttpResult>> GetAsync(RouteId id, Caller caller, ChoreService chores, CancellationToken cancellationToken) =>
        await chores.FindAsync(id, caller, cancellationToken) is { } chore ? TypedResults.Ok(chore) : Refusal.NotFound.ToProblem();

    /// <summary>Takes a chore away. What is completed of it can still be approved.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> ArchiveAsync(RouteId id, Caller caller, ChoreService chores, CancellationToken cancellationToken) =>
        await chores.ArchiveAsync(id, caller, cancellationToken) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
}
