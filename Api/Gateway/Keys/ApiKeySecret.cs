using System.Security.Cryptography;
using System.Text;

namespace Api.Gateway.Keys;

/// <summary>
/// What a client shows: <c>sk-gw-</c>, 8 letters that tell keys apart, a hyphen and 32 of chance. These are 190 bits: nobody can try them all, so that a plain SHA-256
/// of the whole is stored, and the letters before.
/// </summary>
internal static class ApiKeySecret
{
    /// <summary>How much of it may be shown.</summary>
    public const int PrefixLength = 14;

    private const string Start = "sk-gw-";
    private const int ReadableLength = PrefixLength - 6;
    private const int ChanceLength = 32;
    private const string Readable = "abcdefghjkmnpqrstvwxyz0123456789"; // none is taken for another
    private const string Chance = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string New() => $"{Start}{RandomNumberGenerator.GetString(Readable, ReadableLength)}-{RandomNumberGenerator.GetString(Chance, ChanceLength)}";

    /// <summary>Whether a text could be one.</summary>
    public static bool IsOne(string text) => text.Length == PrefixLength + 1 + ChanceLength && text.StartsWith(Start, StringComparison.Ordinal);

    public static string PrefixOf(string secret) => secret[..PrefixLength];

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
