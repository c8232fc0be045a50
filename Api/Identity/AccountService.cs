using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Api.Identity;

/// <summary>Makes accounts and checks passwords.</summary>
internal sealed class AccountService(UserManager<User> users, SignInManager<User> signIn, IPasswordHasher<User> hasher)
{
    private static readonly User Nobody = new() { Name = "" };
    private static string? _hashOfNobody;

    /// <summary>Makes an account. A taken e-mail address is the error <see cref="IdentityErrorDescriber.DuplicateEmail"/>, also when two register at once.</summary>
    public async Task<(User User, IdentityResult Result)> RegisterAsync(RegisterRequest request)
    {
        var user = new User { Id = Guid.CreateVersion7(), Name = request.Name, Email = request.Email, UserName = request.Email };
        try
        {
            return (user, await users.CreateAsync(user, request.Password));
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return (user, IdentityResult.Failed(users.ErrorDescriber.DuplicateEmail(request.Email)));
        }
    }

    /// <summary>
    /// The user, or null when there is none, the password is wrong or the account is locked. The three cannot be told apart, nor by the time
    /// they take: each hashes a password once.
    /// </summary>
    public async Task<User?> SignInAsync(LoginRequest request)
    {
        var user = await users.FindByEmailAsync(request.Email);
        if (user is null || await users.IsLockedOutAsync(user))
        {
            _hashOfNobody ??= hasher.HashPassword(Nobody, Guid.NewGuid().ToString());
            hasher.VerifyHashedPassword(Nobody, _hashOfNobody, request.Password);
            return null;
        }

        var result = await signIn.CheckPasswordSignInAsync(user, request.Password, lockoutOnFailure: true);
        return result.Succeeded ? user : null;
    }
}
