using System.ComponentModel.DataAnnotations;

namespace Api.Identity;

/// <summary>Somebody who wants an account.</summary>
public sealed record RegisterRequest(
    [Required, EmailAddress, StringLength(User.EmailLength)] string Email,
    [Required, StringLength(PasswordPolicy.MaximumLength, MinimumLength = PasswordPolicy.MinimumLength)] string Password,
    [Required, StringLength(User.NameLength)] string Name);

/// <summary>Somebody who says that the account is theirs.</summary>
public sealed record LoginRequest(
    [Required, StringLength(User.EmailLength)] string Email,
    [Required, StringLength(PasswordPolicy.MaximumLength)] string Password);

/// <summary>A user, as those see him who may.</summary>
internal sealed record UserResponse(Guid Id, string Email, string Name);
