using System.Security.Cryptography;
using System.Text;

namespace Api.Commands;

/// <summary>What makes two requests the same change.</summary>
/// <param name="Hash">SHA-256 of the caller and the caller's key: the key itself is not kept.</param>
/// <param name="Fingerprint">
/// What was asked for, as HMAC-SHA-256 under the caller's key: the request may hold a password, and without the key nobody can try passwords on it.
/// Null when the caller gave no key.
/// </param>
internal sealed record CommandKey(byte[] Hash, byte[]? Fingerprint)
{
    /// <summary>A key that nobody else has.</summary>
    public static CommandKey New() => new(RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes), Fingerprint: null);

    /// <summary>The key that a caller gave.</summary>
    /// <param name="caller">Whose key it is: others may have chosen the same.</param>
    /// <param name="key">What the caller chose.</param>
    /// <param name="request">What was asked for.</param>
    public static CommandKey Of(Guid caller, string key, ReadOnlySpan<byte> request) =>
        new(SHA256.HashData([.. caller.ToByteArray(), .. Encoding.UTF8.GetBytes(key)]), HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), request));
}
