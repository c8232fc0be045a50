using System.Collections.Concurrent;

namespace ServiceDefaults.Logs;

/// <summary>
/// Tells by the name of a value that it is none for a log: <c>Password</c>, <c>X-Api-Key</c>, <c>refresh_token</c>, <c>ConnectionString</c>; but not
/// <c>max_tokens</c>, <c>token_count</c> or <c>secretary</c>.
/// </summary>
internal static class SecretNames
{
    /// <summary>What stands in the place of the value.</summary>
    public const string Mask = "***";

    // Far more than the names a program has. Those that come from outside must not fill the memory.
    private const int MaxRemembered = 4096;
    private const int MaxRememberedLength = 128;

    // Written as one word too: dbpassword, clientsecret.
    private static readonly string[] Endings =
        ["password", "passwd", "passphrase", "secret", "credential", "apikey", "privatekey", "accesskey", "connectionstring"];

    private static readonly string[] Words = ["pwd", "authorization", "cookie"];

    // The last of the name only: what a name goes on to say, as in token_count, is about the token and not the token.
    private static readonly string[] LastWords = ["token", "prompt"];

    private static readonly (string First, string Second)[] Pairs = [("api", "key"), ("private", "key"), ("access", "key"), ("connection", "string")];

    private static readonly ConcurrentDictionary<string, bool> Remembered = new(StringComparer.Ordinal);
    private static int _remembered;

    public static bool IsSecret(string name)
    {
        if (Remembered.TryGetValue(name, out var secret))
            return secret;

        secret = Judge(name);
        if (name.Length <= MaxRememberedLength && _remembered < MaxRemembered && Remembered.TryAdd(name, secret))
            Interlocked.Increment(ref _remembered);
        return secret;
    }

    private static bool Judge(string name)
    {
        ReadOnlySpan<char> word = default;
        for (var position = 0; ;)
        {
            var next = NextWord(name, ref position);
            if (next.IsEmpty)
                break;
            if (IsSecretWord(next) || IsSecretPair(word, next))
                return true;
            word = next;
        }

        foreach (var last in LastWords)
        {
            if (word.EndsWith(last, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool IsSecretWord(ReadOnlySpan<char> word)
    {
        var singular = Singular(word);
        foreach (var each in Words)
        {
            if (singular.Equals(each, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        foreach (var ending in Endings)
        {
            if (singular.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool IsSecretPair(ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        foreach (var pair in Pairs)
        {
            if (first.Equals(pair.First, StringComparison.OrdinalIgnoreCase) && Singular(second).Equals(pair.Second, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static ReadOnlySpan<char> Singular(ReadOnlySpan<char> word) => word.EndsWith("s", StringComparison.OrdinalIgnoreCase) ? word[..^1] : word;

    /// <summary>The next word of the name, or nothing: <c>DBPassword2</c> has two, <c>set-cookie</c> too.</summary>
    private static ReadOnlySpan<char> NextWord(string name, scoped ref int position)
    {
        while (position < name.Length && !char.IsLetter(name[position]))
            position++;

        var start = position;
        while (position < name.Length && char.IsLetter(name[position]) && (position == start || !BeginsWord(name, position)))
            position++;
        return name.AsSpan(start..position);
    }

    // A capital after a small letter, or the last of several before a small one: apiKey, APIKey.
    private static bool BeginsWord(string name, int index) =>
        char.IsUpper(name[index]) && (char.IsLower(name[index - 1]) || (index + 1 < name.Length && char.IsLower(name[index + 1])));
}
