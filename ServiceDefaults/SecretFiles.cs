using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace ServiceDefaults;

/// <summary>
/// Settings in files, one a file: <c>/run/secrets/ConnectionStrings__db</c> is <c>ConnectionStrings:db</c>. So a container is given what an
/// environment variable would tell to whoever may look at the container.
/// </summary>
internal static class SecretFiles
{
    /// <param name="builder">The service.</param>
    /// <param name="folder">Where container engines put them; it need not be there.</param>
    public static void AddSecretFiles(this IHostApplicationBuilder builder, string folder = "/run/secrets")
    {
        if (!Directory.Exists(folder))
            return;

        // After the files that come with the service, whose settings are defaults; before what a person says in the environment or the command line.
        var sources = builder.Configuration.Sources;
        var environment = sources.OfType<EnvironmentVariablesConfigurationSource>().LastOrDefault(source => string.IsNullOrEmpty(source.Prefix));
        sources.Insert(
            environment is null ? sources.Count : sources.IndexOf(environment),
            new KeyPerFileConfigurationSource { FileProvider = new PhysicalFileProvider(folder), Optional = true });
    }
}
