using ServiceDefaults.Logs;

namespace ServiceDefaults.Otlp;

/// <summary>The fields of a log record or a scope, with what must not leave the process masked.</summary>
internal static class SecretFields
{
    private const string OriginalFormat = "{OriginalFormat}";

    public static bool AnyIn(IReadOnlyList<KeyValuePair<string, object?>> fields)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (SecretNames.IsSecret(fields[i].Key))
                return true;
        }

        return false;
    }

    public static IReadOnlyList<KeyValuePair<string, object?>> Mask(IEnumerable<KeyValuePair<string, object?>> fields) =>
        [.. fields.Select(field => SecretNames.IsSecret(field.Key) ? new(field.Key, SecretNames.Mask) : field)];

    /// <summary>The message as it would have been, had the fields been masked from the start.</summary>
    public static string? MaskMessage(string? message, IReadOnlyList<KeyValuePair<string, object?>> fields)
    {
        if (fields.FirstOrDefault(field => field.Key == OriginalFormat).Value is string template)
            return LogTemplate.Render(template, Mask(fields));

        // Composed by code of its own: nobody knows where the values stand in it.
        foreach (var (name, value) in fields)
        {
            if (SecretNames.IsSecret(name) && value?.ToString() is { Length: > 0 } secret)
                message = message?.Replace(secret, SecretNames.Mask, StringComparison.Ordinal);
        }

        return message;
    }
}
