using System.Reflection;

namespace Hosting;

/// <summary>What the backing services run as, and where the binaries of those that run as processes are.</summary>
internal static class BackingServices
{
    private const string RuntimeKey = "Runtime";

    /// <summary>Whether backing services run as containers (else as processes); the configuration key <c>Runtime</c> decides.</summary>
    /// <param name="builder">The application whose configuration is read.</param>
    /// <exception cref="DistributedApplicationException"><c>Runtime</c> is none of containers, processes and auto.</exception>
    public static bool RunAsContainers(this IDistributedApplicationBuilder builder) =>
        builder.Configuration[RuntimeKey]?.ToLowerInvariant() switch
        {
            "containers" => true,
            "processes" => false,
            // Only the official packages start containers, so only they need to look for an engine.
            null or "" or "auto" => bool.Parse(Metadata("UseAspirePackages")) && ContainerEngine.Answers,
            var unknown => throw new DistributedApplicationException(
                $"The runtime '{unknown}' is unknown. Start with --{RuntimeKey} containers, --{RuntimeKey} processes or --{RuntimeKey} auto (the default)."),
        };

    /// <summary>The first file of this name on PATH, or null.</summary>
    /// <param name="builder">The application whose configuration has the variable.</param>
    /// <param name="command">A file name, such as <c>loki</c>.</param>
    public static string? FindOnPath(this IDistributedApplicationBuilder builder, string command) =>
        (builder.Configuration["PATH"] ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, command))
            .FirstOrDefault(File.Exists);

    /// <summary>Where the build of the AppHost puts a binary that it fetched; the file need not be there.</summary>
    /// <param name="relativePath">The path below the tools directory.</param>
    public static string InTools(string relativePath) => Path.Combine(Metadata("ToolsDirectory"), relativePath);

    /// <summary>The absolute path of a configuration file or folder that travels with this library.</summary>
    /// <param name="relativePath">The path as in the repository, such as <c>loki/loki.yml</c>.</param>
    public static string Bundled(string relativePath) => Path.Combine(AppContext.BaseDirectory, "observability", relativePath);

    /// <summary>The folder in which a resource keeps what it writes; the configuration key <c>RunDirectory</c> moves all of them.</summary>
    /// <param name="builder">The application that owns the folder.</param>
    /// <param name="name">The folder's name, by habit that of the resource.</param>
    public static string RunDirectory(this IDistributedApplicationBuilder builder, string name) =>
        Path.GetFullPath(Path.Combine(builder.AppHostDirectory, builder.Configuration["RunDirectory"] ?? ".run", name));

    // Written by Hosting.csproj.
    private static string Metadata(string key) =>
        typeof(BackingServices).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
