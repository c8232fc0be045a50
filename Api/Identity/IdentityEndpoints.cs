using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Api.Identity;

/// <summary>HTTP on one side, <see cref="AccountService"/> and <see cref="SessionService"/> on the other.</summary>
internal static class IdentityEndpoints
{
    /// <summary>Makes an account.</summary>
    public static async Task<Results<Created<UserResponse>, ProblemHttpResult>> RegisterAsync(RegisterRequest request, AccountService accounts) =>
        (await accounts.RegisterAsync(request, familyId: null)).ToCreated(user => $"/api/v1/users/{user.Id}");

    /// <summary>Gives tokens for an e-mail address or a user name and its password. Five wrong attempts lock the account for five minutes.</summary>
    public static async Task<Results<SignInHttpResult, ProblemHttpResult>> LoginAsync(
        LoginRequest request, AccountService accounts, SessionService sessions, CancellationToken cancellationToken) =>
        await accounts.SignInAsync(request) is { } user
            ? TypedResults.SignIn(await sessions.BeginAsync(user, cancellationToken), authenticationScheme: BearerTokenDefaults.AuthenticationScheme)
            : TypedResults.Problem(
                "E-mail address, user name or password is wrong, or the account is locked for some minutes after too many attempts.", statusCode: StatusCodes.Status401Unauthorized);

    /// <summary>Gives new tokens for a refresh token. It is good for 14 days, or until log-out.</summary>
    public static async Task<Results<SignInHttpResult, ProblemHttpResult>> RefreshAsync(RefreshRequest request, SessionService sessions, CancellationToken cancellationToken) =>
        await sessions.ProlongAsync(request.RefreshToken, cancellationToken) is { } principal
            ? TypedResults.SignIn(principal, authenticationScheme: BearerTokenDefaults.AuthenticationScheme)
            : TypedResults.Problem("The token is not good, or not any more. Log in.", statusCode: StatusCodes.Status401Unauthorized);

    /// <summary>Ends the session: its tokens are not good any more.</summary>
    public static async Task<NoContent> LogoutAsync(Caller caller, SessionService sessions, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(caller.SessionId, cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>Shows the caller to himself.</summary>
    public static Task<Results<Ok<UserResponse>, ProblemHttpResult>> GetMeAsync(Caller caller, AccountService accounts, CancellationToken cancellationToken) =>
        GetUserAsync(new(caller.UserId), caller, accounts, cancellationToken);

    /// <summary>Shows a user to himself and to the parents of his family. Whether there are others is not told.</summary>
    public static async Task<Results<Ok<UserResponse>, ProblemHttpResult>> GetUserAsync(RouteId id, Caller caller, AccountService accounts, CancellationToken cancellationToken) =>
        await accounts.FindAsync(id, caller, cancellationToken) is { } user ? TypedResults.Ok(user) : Refusal.NotFound.ToProblem();

    /// <summary>Deletes one's own account, or that of a child in one's family. What was earned stays in the family's statistics.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> DeleteUserAsync(RouteId id, Caller caller, AccountService accounts, CancellationToken cancellationToken) =>
        await accounts.DeleteAsync(id, caller, cancellationToken) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
}
