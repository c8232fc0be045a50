using System.Security.Cryptography;

namespace Api.Families;

/// <summary>What a parent tells somebody who is to join: 50 random bits, in letters and digits that are not taken for each other.</summary>
internal static class InviteCode
{
    public const int Length = 10;

    /// <summary>What somebody may type, with spaces or hyphens.</summary>
    public const int TypedLength = 20;

    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    // Crockford's base 32: no I, L, O or U.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>The code as it was given out, of what somebody typed: in any case, with spaces or hyphens, O for 0, I or L for 1.</summary>
    public static string Read(string typed) => string.Concat(typed.Where(char.IsLetterOrDigit)).ToUpperInvariant().Replace('O', '0').Replace('I', '1').Replace('L', '1');
}
