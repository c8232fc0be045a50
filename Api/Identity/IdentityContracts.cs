using System.ComponentModel.DataAnnotations;

namespace Api.Identity;

// The attributes are on the properties, where the OpenAPI document looks for them.

/// <summary>Somebody who wants an account, with an e-mail address, a user name, or both.</summary>
public sealed record RegisterRequest(
    [property: EmailAddress, StringLength(User.EmailLength, MinimumLength = 1)] string? Email,
    [property: Required, StringLength(PasswordPolicy.MaximumLength, MinimumLength = PasswordPolicy.MinimumLength)] string Password,
    [property: Required, StringLength(User.NameLength, MinimumLength = 1)] string Name,
    [property: StringLength(User.UserNameLength, MinimumLength = 3), RegularExpression(User.UserNamePattern, ErrorMessage = User.UserNameRule)] string? Username = null,
    Role Role = Role.Parent) : IValidatableObject
{
    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(Email) && string.IsNullOrWhiteSpace(Username))
            yield return new("Give an e-mail address or a user name.", [nameof(Email)]);
    }
}

/// <summary>Somebody who says that the account is theirs: its e-mail address or its user name, and its password.</summary>
public sealed record LoginRequest(
    [property: StringLength(User.EmailLength, MinimumLength = 1)] string? Email,
    [property: Required, StringLength(PasswordPolicy.MaximumLength, MinimumLength = 1)] string Password,
    [property: StringLength(User.EmailLength, MinimumLength = 1)] string? Username = null) : IValidatableObject
{
    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(Email) == string.IsNullOrWhiteSpace(Username))
            yield return new("Give the e-mail address or the user name.", [nameof(Email)]);
    }
}

/// <summary>Somebody who wants to stay logged in.</summary>
public sealed record RefreshRequest([property: Required, StringLength(RefreshRequest.TokenLength, MinimumLength = 1)] string RefreshToken)
{
    /// <summary>Far above what a token has.</summary>
    public const int TokenLength = 10_000;
}

/// <summary>A user, as those see him who may.</summary>
internal sealed record UserResponse(Guid Id, string? Email, string Username, string Name, Role Role, Guid? FamilyId);

/// <summary>A user, as his family sees him.</summary>
internal sealed record MemberResponse(Guid Id, string Name, Role Role);
