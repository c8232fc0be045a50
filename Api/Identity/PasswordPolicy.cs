using Microsoft.AspNetCore.Identity;

namespace Api.Identity;

/// <summary>Length is what makes a password strong (NIST SP 800-63B); rules about its characters only make it predictable.</summary>
internal static class PasswordPolicy
{
    public const int MinimumLength = 10;
    public const int MaximumLength = 128; // hashing takes longer with every byte

    public static void Apply(PasswordOptions options)
    {
        options.RequiredLength = MinimumLength;
        options.RequiredUniqueChars = 5;
        options.RequireDigit = false;
        options.RequireLowercase = false;
        options.RequireUppercase = false;
        options.RequireNonAlphanumeric = false;
    }
}
