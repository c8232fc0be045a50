using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Api.Gateway.Credits;

/// <summary>HTTP on one side, <see cref="AccountService"/> on the other.</summary>
internal static class AccountEndpoints
{
    /// <summary>Makes the account of a customer, without credits.</summary>
    public static async Task<Created<AccountResponse>> CreateAsync(CreateAccountRequest request, AccountService accounts, CancellationToken cancellationToken)
    {
        var account = await accounts.CreateAsync(request, cancellationToken);
        return TypedResults.Created($"/api/v1/gateway/accounts/{account.Id}", account);
    }

    /// <summary>Shows the accounts, newest first.</summary>
    public static async Task<Ok<Page<AccountResponse>>> ListAsync(
        AccountService accounts, CancellationToken cancellationToken, Guid? before = null,
        [Range(1, Page<AccountResponse>.MaximumLimit)] int limit = Page<AccountResponse>.DefaultLimit) =>
        TypedResults.Ok(await accounts.ListAsync(before, limit, cancellationToken));

    /// <summary>Shows an account: its credits and its subscription.</summary>
    public static async Task<Results<Ok<AccountResponse>, ProblemHttpResult>> GetAsync(RouteId id, AccountService accounts, CancellationToken cancellationToken) =>
        await accounts.FindAsync(id, cancellationToken) is { } account ? TypedResults.Ok(account) : Refusal.NotFound.ToProblem();

    /// <summary>Gives an account credits, for a reason.</summary>
    public static async Task<Results<Created<CreditEntryResponse>, ProblemHttpResult>> GrantAsync(
        RouteId id, GrantRequest request, AccountService accounts, CancellationToken cancellationToken) =>
        (await accounts.GrantAsync(id, request, cancellationToken)).ToCreated(_ => $"/api/v1/gateway/accounts/{id.Value}/ledger");

    /// <summary>Shows what an account got and lost, newest first.</summary>
    public static async Task<Results<Ok<Page<CreditEntryResponse>>, ProblemHttpResult>> ListEntriesAsync(
        RouteId id, AccountService accounts, CancellationToken cancellationToken, Guid? before = null,
        [Range(1, Page<CreditEntryResponse>.MaximumLimit)] int limit = Page<CreditEntryResponse>.DefaultLimit) =>
        (await accounts.ListEntriesAsync(id, before, limit, cancellationToken)).ToOk();
}
