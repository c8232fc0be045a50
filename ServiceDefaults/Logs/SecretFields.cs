namespace ServiceDefaults.Logs;

/// <summary>The fields of a log record or a scope, with what must not leave the process masked.</summary>
internal static class SecretFields
{
    /// <summary>The field that is no value but the template of the message.</summary>
    public const string OriginalFormat = "{OriginalFormat}";

    /// <summary>Whether a value must not be told. A number may be a PIN; whether there is a password is no secret.</summary>
    public static bool IsSecret(string name, object? value) => value is not (null or bool) && SecretNames.IsSecret(name);

    public static bool AnyIn(IReadOnlyList<KeyValuePair<string, object?>> fields)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            var (name, value) = fields[i];
            if (IsSecret(name, value))
                return true;
        }

        return false;
    }

    public static KeyValuePair<string, object?>[] Mask(IEnumerable<KeyValuePair<string, object?>> fields) =>
        [.. fields.Select(field => IsSecret(field.Key, field.Value) ? new(field.Key, SecretNames.Mask) : field)];

    /// <summary>The message as it would have been, had the fields been masked from the start.</summary>
    public static string? MaskMessage(string? message, IReadOnlyList<KeyValuePair<string, object?>> fields)
    {
        if (fields.FirstOrDefault(field => field.Key == OriginalFormat).Value is string template)
            return MessageTemplate.Of(template).Render(Mask(fields));

        // Composed by code of its own: nobody knows where the values stand in it.
        foreach (var (name, value) in fields)
        {
            if (IsSecret(name, value) && LogValue.TextOf(value!) is { Length: > 0 } secret)
                message = message?.Replace(secret, SecretNames.Mask, StringComparison.Ordinal);
        }

        return message;
    }
}
