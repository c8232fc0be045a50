using Api.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Api.Families;

/// <summary>HTTP on one side, <see cref="FamilyService"/> on the other.</summary>
internal static class FamilyEndpoints
{
    /// <summary>Creates a family, with an invite code for the others.</summary>
    public static async Task<Results<Created<FamilyResponse>, ProblemHttpResult>> CreateAsync(
        CreateFamilyRequest request, Caller caller, FamilyService families, CancellationToken cancellationToken) =>
        (await families.CreateAsync(request, caller, cancellationToken)).ToCreated(family => $"/api/v1/families/{family.Id}");

    /// <summary>Joins the family that has given out an invite code.</summary>
    public static async Task<Results<Ok<FamilyResponse>, ProblemHttpResult>> JoinAsync(
        JoinFamilyRequest request, Caller caller, FamilyService families, CancellationToken cancellationToken) =>
        (await families.JoinAsync(request, caller, cancellationToken)).ToOk();

    /// <summary>Shows the caller's family and its members; the invite code to parents.</summary>
    public static async Task<Results<Ok<FamilyResponse>, ProblemHttpResult>> GetAsync(RouteId id, Caller caller, FamilyService families, CancellationToken cancellationToken) =>
        await families.FindAsync(id, caller, cancellationToken) is { } family ? TypedResults.Ok(family) : Refusal.NotFound.ToProblem();

    /// <summary>Gives out a new invite code, good for seven days. The one before is no good any more.</summary>
    public static async Task<Results<Ok<InviteResponse>, ProblemHttpResult>> InviteAsync(RouteId id, Caller caller, FamilyService families, CancellationToken cancellationToken) =>
        (await families.InviteAsync(id, caller, cancellationToken)).ToOk();

    /// <summary>Makes the account of a child, who logs in with user name and password.</summary>
    public static async Task<Results<Created<UserResponse>, ProblemHttpResult>> AddChildAsync(
        RouteId id, AddChildRequest request, Caller caller, FamilyService families, CancellationToken cancellationToken) =>
        (await families.AddChildAsync(id, request, caller, cancellationToken)).ToCreated(child => $"/api/v1/users/{child.Id}");
}
