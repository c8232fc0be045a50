using System.ComponentModel.DataAnnotations;

namespace Api.Identity;

// The attributes are on the properties, where the OpenAPI document looks for them.

/// <summary>Somebody who wants an account.</summary>
public sealed record RegisterRequest(
    [property: Required, EmailAddress, StringLength(User.EmailLength, MinimumLength = 1)] string Email,
    [property: Required, StringLength(PasswordPolicy.MaximumLength, MinimumLength = PasswordPolicy.MinimumLength)] string Password,
    [property: Required, StringLength(User.NameLength, MinimumLength = 1)] string Name);

/// <summary>Somebody who says that the account is theirs.</summary>
public sealed record LoginRequest(
    [property: Required, StringLength(User.EmailLength, MinimumLength = 1)] string Email,
    [property: Required, StringLength(PasswordPolicy.MaximumLength, MinimumLength = 1)] string Password);

/// <summary>A user, as those see him who may.</summary>
internal sealed record UserResponse(Guid Id, string Email, string Name);
