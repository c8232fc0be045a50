using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Runs an AppHost inside a test: without the dashboard, on free ports, several at once if need be.</summary>
public static class DistributedApplicationTestingBuilder
{
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(
        Type entryPoint,
        string[] args,
        CancellationToken cancellationToken = default) => CreateAsync(entryPoint, args, (_, _) => { }, cancellationToken);

    /// <summary>Runs the AppHost's Program up to the point where it has described everything.</summary>
    /// <param name="entryPoint">Any type of the AppHost's assembly.</param>
    /// <param name="args">Its command line.</param>
    /// <param name="configureBuilder">Changes what the builder is made with, such as <see cref="DistributedApplicationOptions.DisableDashboard"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the Program.</param>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(
        Type entryPoint,
        string[] args,
        Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder,
        CancellationToken cancellationToken = default) =>
        AppHostRun.Start(entryPoint, args, configureBuilder).WaitForBuilderAsync(cancellationToken);
}
