using System.ComponentModel.DataAnnotations;

namespace Api.Identity;

/// <summary>Somebody who wants an account.</summary>
internal sealed record RegisterRequest(
    [property: Required, EmailAddress, StringLength(User.EmailLength)] string Email,
    [property: Required, StringLength(PasswordPolicy.MaximumLength, MinimumLength = PasswordPolicy.MinimumLength)] string Password,
    [property: Required, StringLength(User.NameLength)] string Name);

/// <summary>Somebody who says that the account is theirs.</summary>
internal sealed record LoginRequest(
    [property: Required, StringLength(User.EmailLength)] string Email,
    [property: Required, StringLength(PasswordPolicy.MaximumLength)] string Password);

/// <summary>A user, as those see him who may.</summary>
internal sealed record UserResponse(Guid Id, string Email, string Name);
