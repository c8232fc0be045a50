namespace Hosting;

/// <summary>Adds Grafana to an application.</summary>
public static class GrafanaBuilderExtensions
{
    private const int Port = 3000;

    /// <summary>Adds Grafana with the data sources and dashboards of the folder <c>grafana</c>; anybody may look, nobody need sign in.</summary>
    /// <remarks>
    /// Where it should run as a process and <c>grafana</c> is not on PATH, it is left out: a line in the log says so, and
    /// references to it do nothing.
    /// </remarks>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="port">The port on this machine; <see langword="null"/> for any free one.</param>
    /// <returns>Grafana.</returns>
    public static IResourceBuilder<IGrafanaResource> AddGrafana(
        this IDistributedApplicationBuilder builder, [ResourceName] string name = "grafana", int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        var grafana = builder.RunAsContainers()
            ? builder.AddContainer(new Container(name), port)
            : builder.AddProcess(new Process(name, builder.AppHostDirectory), port);

        return grafana
            .WithHttpHealthCheck("/api/health")
            .WithEnvironment("GF_AUTH_ANONYMOUS_ENABLED", "true")
            .WithEnvironment("GF_ANALYTICS_REPORTING_ENABLED", "false")
            .WithEnvironment("GF_ANALYTICS_CHECK_FOR_UPDATES", "false");
    }

    /// <summary>Makes Grafana show the metrics of a Prometheus.</summary>
    /// <param name="builder">Grafana.</param>
    /// <param name="prometheus">The source of metrics.</param>
    /// <returns>Grafana.</returns>
    public static IResourceBuilder<IGrafanaResource> WithDataSource(
        this IResourceBuilder<IGrafanaResource> builder, IResourceBuilder<IPrometheusResource> prometheus) =>
        builder.WithDataSource("PROMETHEUS_URL", prometheus);

    /// <summary>Makes Grafana show the logs of a Loki; nothing where Loki is left out.</summary>
    /// <param name="builder">Grafana.</param>
    /// <param name="loki">The source of logs.</param>
    /// <returns>Grafana.</returns>
    public static IResourceBuilder<IGrafanaResource> WithDataSource(
        this IResourceBuilder<IGrafanaResource> builder, IResourceBuilder<ILokiResource> loki) =>
        builder.WithDataSource("LOKI_URL", loki);

    /// <summary>Makes Grafana show the traces of a Tempo; nothing where Tempo is left out.</summary>
    /// <param name="builder">Grafana.</param>
    /// <param name="tempo">The source of traces.</param>
    /// <returns>Grafana.</returns>
    public static IResourceBuilder<IGrafanaResource> WithDataSource(
        this IResourceBuilder<IGrafanaResource> builder, IResourceBuilder<ITempoResource> tempo) =>
        builder.WithDataSource("TEMPO_URL", tempo);

    // The variables are those that grafana/provisioning/datasources reads.
    private static IResourceBuilder<IGrafanaResource> WithDataSource(
        this IResourceBuilder<IGrafanaResource> builder, string variable, IResourceBuilder<IBackingService> service)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(service);

        return service.IsLeftOut() ? builder : builder.WithEnvironment(variable, service.Resource.HttpEndpoint).WaitFor(service);
    }

    // No volume: everything that Grafana shows is provisioned, and it writes its plugins beside its data at every start.
    private static IResourceBuilder<IGrafanaResource> AddContainer(this IDistributedApplicationBuilder builder, Container container, int? port) =>
        builder.AddResource(container)
            .WithImage("grafana/grafana", "13.2.3")
            .WithImageRegistry("docker.io")
            .WithHttpEndpoint(port, targetPort: Port)
            .WithBindMount(BackingServices.Bundled("grafana/provisioning"), "/etc/grafana/provisioning", isReadOnly: true);

    private static IResourceBuilder<IGrafanaResource> AddProcess(this IDistributedApplicationBuilder builder, Process process, int? port)
    {
        IGrafanaResource grafana = process;
        return builder.AddProcessOnPath(process, "its dashboards are not drawn")
            .WithHttpEndpoint(port)
            .WithArgs("server", "--homepath", builder.HomeOf(process.Command))
            .WithEnvironment("GF_SERVER_HTTP_ADDR", "127.0.0.1")
            .WithEnvironment("GF_SERVER_HTTP_PORT", $"{grafana.HttpEndpoint.Property(EndpointProperty.TargetPort)}")
            .WithEnvironment("GF_PATHS_PROVISIONING", BackingServices.Bundled("grafana/provisioning"))
            .WithEnvironment("GF_PATHS_DATA", builder.RunDirectory(process.Name));
    }

    // Grafana reads its own files from HOME, where HOME/bin/grafana is the program; distributions link to it from PATH.
    private static string HomeOf(this IDistributedApplicationBuilder builder, string command)
    {
        var program = builder.FindOnPath(command) is { } path ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : "";
        var home = Path.GetFullPath(Path.Combine(program, "../.."));
        return File.Exists(Path.Combine(home, "conf/defaults.ini")) ? home : "/usr/share/grafana";
    }

    private sealed class Container(string name) : ContainerResource(name), IGrafanaResource;

    private sealed class Process(string name, string workingDirectory)
        : ExecutableResource(name, "grafana", workingDirectory), IGrafanaResource;
}
