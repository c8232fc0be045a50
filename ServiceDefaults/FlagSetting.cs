using Microsoft.Extensions.Configuration;

namespace ServiceDefaults;

/// <summary>A setting that is true or false: also 1 or 0, yes or no, on or off.</summary>
internal static class FlagSetting
{
    /// <exception cref="InvalidOperationException">It is none of these; the message says so.</exception>
    public static bool From(IConfiguration configuration, string key, bool byDefault) => configuration[key]?.Trim().ToUpperInvariant() switch
    {
        null or "" => byDefault,
        "TRUE" or "1" or "YES" or "ON" => true,
        "FALSE" or "0" or "NO" or "OFF" => false,
        _ => throw new InvalidOperationException($"{key} is '{configuration[key]}'. Set it to true or false."),
    };
}
