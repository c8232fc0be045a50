using Microsoft.Extensions.Configuration;

namespace Hosting;

/// <summary>What the AppHost's configuration and command line say about a part of the application.</summary>
public static class SettingsBuilderExtensions
{
    /// <summary>Whether a part of the application is wanted: <c>--part off</c> leaves it out.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="key">The configuration key of the part, whose value is on, off, or nothing, which is on.</param>
    /// <returns>Whether it is.</returns>
    /// <exception cref="DistributedApplicationException">The value is none of these.</exception>
    public static bool IsOn(this IDistributedApplicationBuilder builder, string key)
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder.Configuration[key]?.ToLowerInvariant() switch
        {
            null or "" or "on" => true,
            "off" => false,
            var unknown => throw new DistributedApplicationException($"--{key} '{unknown}' is unknown. Start with --{key} on (the default) or --{key} off."),
        };
    }

    /// <summary>Hands a service what the AppHost's configuration has below a key, such as <c>--Traffic:Seed=7</c> of the command line.</summary>
    /// <typeparam name="T">The type of the service.</typeparam>
    /// <param name="builder">The service.</param>
    /// <param name="key">The key, which is the same for the service.</param>
    /// <returns>The service.</returns>
    public static IResourceBuilder<T> WithSettings<T>(this IResourceBuilder<T> builder, string key)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);

        foreach (var (path, value) in builder.ApplicationBuilder.Configuration.GetSection(key).AsEnumerable())
        {
            if (value is not null && path != key)
                builder.WithEnvironment(path.Replace(":", "__", StringComparison.Ordinal), value);
        }

        return builder;
    }
}
