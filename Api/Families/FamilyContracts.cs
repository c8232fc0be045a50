using System.ComponentModel.DataAnnotations;
using Api.Identity;

namespace Api.Families;

/// <summary>A family that a parent wants to create.</summary>
public sealed record CreateFamilyRequest([property: Required, StringLength(Family.NameLength, MinimumLength = 1)] string Name);

/// <summary>Somebody who was invited.</summary>
public sealed record JoinFamilyRequest([property: Required, StringLength(InviteCode.TypedLength, MinimumLength = 1)] string Code);

/// <summary>A child who gets an account.</summary>
public sealed record AddChildRequest(
    [property: Required, StringLength(User.UserNameLength, MinimumLength = 3), RegularExpression(User.UserNamePattern, ErrorMessage = User.UserNameRule)] string Username,
    [property: Required, StringLength(PasswordPolicy.MaximumLength, MinimumLength = PasswordPolicy.MinimumLength)] string Password,
    [property: Required, StringLength(User.NameLength, MinimumLength = 1)] string Name);

/// <summary>A family, as its members see it; the invite code only parents.</summary>
internal sealed record FamilyResponse(Guid Id, string Name, IReadOnlyList<MemberResponse> Members, string? InviteCode, DateTimeOffset? InviteExpiresAt);

/// <summary>What lets others join.</summary>
internal sealed record InviteResponse(string Code, DateTimeOffset ExpiresAt);
