namespace ServiceDefaults.Logs;

/// <summary>Names of fields whose values must not be told.</summary>
internal static class SecretNames
{
    public const string Mask = "***";

    private static readonly string[] Parts = ["password", "secret", "token", "apikey", "api_key", "api-key", "authorization"];

    public static bool IsSecret(string name) => Parts.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
