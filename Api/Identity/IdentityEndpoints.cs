using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Api.Identity;

/// <summary>HTTP on one side, <see cref="AccountService"/> on the other.</summary>
internal static class IdentityEndpoints
{
    /// <summary>Makes an account.</summary>
    public static async Task<Results<Created<UserResponse>, ValidationProblem, ProblemHttpResult>> RegisterAsync(
        RegisterRequest request, AccountService accounts)
    {
        var (user, result) = await accounts.RegisterAsync(request);
        if (result.Succeeded)
            return TypedResults.Created($"/api/users/{user.Id}", Response(user));

        return result.Errors.Any(error => error.Code is nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName))
            ? TypedResults.Problem("There is an account with this e-mail address. Log in, or register with another.", statusCode: StatusCodes.Status409Conflict)
            : TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                [nameof(request.Password)] = [.. result.Errors.Select(error => error.Description)],
            });
    }

    /// <summary>Gives a token for an e-mail address and its password. Five wrong attempts lock the account for five minutes.</summary>
    public static async Task<Results<SignInHttpResult, ProblemHttpResult>> LoginAsync(LoginRequest request, AccountService accounts)
    {
        if (await accounts.SignInAsync(request) is not { } user)
        {
            return TypedResults.Problem(
                "E-mail address or password is wrong, or the account is locked for some minutes after too many attempts.", statusCode: StatusCodes.Status401Unauthorized);
        }

        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, user.Id.ToString())], BearerTokenDefaults.AuthenticationScheme);
        return TypedResults.SignIn(new ClaimsPrincipal(identity), authenticationScheme: BearerTokenDefaults.AuthenticationScheme);
    }

    /// <summary>Shows a user to himself. Whether there are others is not told.</summary>
    public static async Task<Results<Ok<UserResponse>, NotFound>> GetUserAsync(string id, ClaimsPrincipal caller, UserManager<User> users) =>
        caller.FindFirstValue(ClaimTypes.NameIdentifier) == id && await users.FindByIdAsync(id) is { } user
            ? TypedResults.Ok(Response(user))
            : TypedResults.NotFound();

    private static UserResponse Response(User user) => new(user.Id, user.Email!, user.Name);
}
