using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Api.Gateway.Keys;

/// <summary>HTTP on one side, <see cref="KeyService"/> on the other.</summary>
internal static class KeyEndpoints
{
    /// <summary>Makes a key of an account, and shows it this one time.</summary>
    public static async Task<Results<Created<NewKeyResponse>, ProblemHttpResult>> CreateAsync(
        RouteId id, CreateKeyRequest request, KeyService keys, CancellationToken cancellationToken) =>
        (await keys.CreateAsync(id, request, cancellationToken)).ToCreated(_ => $"/api/v1/gateway/accounts/{id.Value}/keys");

    /// <summary>Shows the keys of an account by how they begin, newest first.</summary>
    public static async Task<Results<Ok<Page<ApiKeyResponse>>, ProblemHttpResult>> ListAsync(
        RouteId id, KeyService keys, CancellationToken cancellationToken, Guid? before = null,
        [Range(1, Page<ApiKeyResponse>.MaximumLimit)] int limit = Page<ApiKeyResponse>.DefaultLimit) =>
        (await keys.ListAsync(id, before, limit, cancellationToken)).ToOk();

    /// <summary>Revokes a key: it is refused from now on.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(RouteId id, KeyService keys, CancellationToken cancellationToken) =>
        await keys.RevokeAsync(id, cancellationToken) ? TypedResults.NoContent() : Refusal.NotFound.ToProblem();
}
