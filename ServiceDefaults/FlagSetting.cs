using Microsoft.Extensions.Configuration;

namespace ServiceDefaults;

/// <summary>A setting that is true or false.</summary>
internal static class FlagSetting
{
    /// <exception cref="InvalidOperationException">It is neither; the message says so.</exception>
    public static bool From(IConfiguration configuration, string key, bool byDefault) => configuration[key] switch
    {
        null or "" => byDefault,
        var text when bool.TryParse(text, out var flag) => flag,
        var other => throw new InvalidOperationException($"{key} is '{other}'. Set it to true or false."),
    };
}
