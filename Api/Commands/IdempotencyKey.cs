namespace Api.Commands;

/// <summary>The header by which a client that repeats a request gets the first answer: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/.</summary>
internal static class IdempotencyKey
{
    public const string HeaderName = "Idempotency-Key";
    public const int MinimumLength = 16;
    public const int MaximumLength = 100;

    public const string Description =
        "Chosen by the client, new for each thing to do, 16 to 100 characters: a UUID will do. A request that is repeated with it within a day, also after a "
        + "failure, is not done twice but gets the first answer.";

    /// <summary>The key of a request, without the quotes that the draft asks for; null when it has none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isValid">False when there is one that cannot be taken.</param>
    public static string? Of(HttpRequest request, out bool isValid)
    {
        var values = request.Headers[HeaderName];
        isValid = values.Count == 0;
        if (values is not [{ } value])
            return null;

        var key = value is ['"', .. var quoted, '"'] ? quoted : value;
        isValid = key.Length is >= MinimumLength and <= MaximumLength && key.All(char.IsAscii);
        return key;
    }
}
