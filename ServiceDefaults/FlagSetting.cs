using Microsoft.Extensions.Configuration;

namespace ServiceDefaults;

/// <summary>A setting that is true or false: also 1 or 0, yes or no, on or off.</summary>
public static class FlagSetting
{
    /// <summary>Reads it.</summary>
    /// <param name="configuration">Where it stands.</param>
    /// <param name="key">What it is called.</param>
    /// <param name="byDefault">What it is where it is not set.</param>
    /// <exception cref="InvalidOperationException">It is none of these; the message says so.</exception>
    public static bool From(IConfiguration configuration, string key, bool byDefault) => configuration[key]?.Trim().ToUpperInvariant() switch
    {
        null or "" => byDefault,
        "TRUE" or "1" or "YES" or "ON" => true,
        "FALSE" or "0" or "NO" or "OFF" => false,
        _ => throw new InvalidOperationException($"{key} is '{configuration[key]}'. Set it to true or false."),
    };
}
