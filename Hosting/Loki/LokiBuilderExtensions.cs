namespace Hosting;

/// <summary>Adds Grafana Loki to an application.</summary>
public static class LokiBuilderExtensions
{
    private const int Port = 3100;

    /// <summary>Adds Loki with the configuration <c>loki/loki.yml</c>.</summary>
    /// <remarks>
    /// Where it should run as a process and <c>loki</c> is not on PATH, it is left out: a line in the log says so, and
    /// references to it do nothing.
    /// </remarks>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="port">The port on this machine; <see langword="null"/> for any free one.</param>
    /// <returns>Loki.</returns>
    public static IResourceBuilder<ILokiResource> AddLoki(
        this IDistributedApplicationBuilder builder, [ResourceName] string name = "loki", int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        return builder.RunAsContainers()
            ? builder.AddContainer(new Container(name), port)
            : builder.AddProcess(new Process(name, builder.AppHostDirectory), port);
    }

    private static IResourceBuilder<ILokiResource> AddContainer(this IDistributedApplicationBuilder builder, Container container, int? port) =>
        builder.AddResource(container)
            .WithImage("grafana/loki", "3.7.8")
            .WithImageRegistry("docker.io")
            .WithHttpEndpoint(port, targetPort: Port)
            .WithHttpHealthCheck("/ready")
            .WithConfiguration("loki", data: "/loki");

    private static IResourceBuilder<ILokiResource> AddProcess(this IDistributedApplicationBuilder builder, Process process, int? port) =>
        builder.AddProcessOnPath(process, "logs go to the Aspire dashboard alone")
            .WithHttpEndpoint(port)
            .WithHttpHealthCheck("/ready")
            .WithConfiguration("loki");

    private sealed class Container(string name) : ContainerResource(name), ILokiResource;

    private sealed class Process(string name, string workingDirectory)
        : ExecutableResource(name, "loki", workingDirectory), ILokiResource;
}
