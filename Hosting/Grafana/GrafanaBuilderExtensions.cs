namespace Hosting;

/// <summary>Adds Grafana to an application.</summary>
public static class GrafanaBuilderExtensions
{
    private const int Port = 3000;
    private const string ProvisioningOfContainer = "/etc/grafana/provisioning";

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

        var directory = new GrafanaDirectory(builder.RunDirectory(name));
        RunDirectoryLock.Require(builder);

        var grafana = builder.RunAsContainers()
            ? builder.AddContainer(new Container(name), directory, port)
            : builder.AddProcess(new Process(name, builder.AppHostDirectory), directory, port);

        builder.Eventing.Subscribe<BeforeResourceStartedEvent>(grafana.Resource, (_, _) =>
        {
            directory.Prepare(grafana.Resource.Annotations.OfType<DataSourceAnnotation>().Select(dataSource => dataSource.Name));
            return Task.CompletedTask;
        });

        return grafana
            .WithHttpHealthCheck("/api/health")
            .WithEnvironment("GF_SECURITY_ADMIN_PASSWORD", $"{ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password")}")
            .WithEnvironment("GF_AUTH_ANONYMOUS_ENABLED", "true")
            .WithEnvironment("GF_AUTH_ANONYMOUS_ORG_ROLE", "Viewer")
            .WithEnvironment("GF_USERS_VIEWERS_CAN_EDIT", "true") // for the time of a look: links from a metric to its trace lead to Explore, which is an editor's otherwise
            .WithEnvironment("GF_ANALYTICS_REPORTING_ENABLED", "false")
            .WithEnvironment("GF_ANALYTICS_CHECK_FOR_UPDATES", "false")
            .WithEnvironment("GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES", "false");
    }

    /// <summary>Makes Grafana show the metrics of a Prometheus.</summary>
    /// <param name="builder">Grafana.</param>
    /// <param name="prometheus">The source of metrics.</param>
    /// <returns>Grafana.</returns>
    public static IResourceBuilder<IGrafanaResource> WithDataSource(
        this IResourceBuilder<IGrafanaResource> builder, IResourceBuilder<IPrometheusResource> prometheus) =>
        builder.WithDataSource("prometheus", prometheus);

    /// <summary>Makes Grafana show the logs of a Loki; nothing where Loki is left out.</summary>
    /// <param name="builder">Grafana.</param>
    /// <param name="loki">The source of logs.</param>
    /// <returns>Grafana.</returns>
    public static IResourceBuilder<IGrafanaResource> WithDataSource(
        this IResourceBuilder<IGrafanaResource> builder, IResourceBuilder<ILokiResource> loki) =>
        builder.WithDataSource("loki", loki);

    /// <summary>Makes Grafana show the traces of a Tempo; nothing where Tempo is left out.</summary>
    /// <param name="builder">Grafana.</param>
    /// <param name="tempo">The source of traces.</param>
    /// <returns>Grafana.</returns>
    public static IResourceBuilder<IGrafanaResource> WithDataSource(
        this IResourceBuilder<IGrafanaResource> builder, IResourceBuilder<ITempoResource> tempo) =>
        builder.WithDataSource("tempo", tempo);

    // The name is that of a file in grafana/provisioning/datasources, which reads NAME_URL.
    private static IResourceBuilder<IGrafanaResource> WithDataSource(
        this IResourceBuilder<IGrafanaResource> builder, string name, IResourceBuilder<IBackingService> service)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(service);

        return service.IsLeftOut()
            ? builder
            : builder
                .WithAnnotation(new DataSourceAnnotation(name))
                .WithEnvironment($"{name.ToUpperInvariant()}_URL", service.Resource.HttpEndpoint)
                .WaitFor(service);
    }

    // No volume: everything that Grafana shows is provisioned, and it writes its plugins beside its data at every start.
    private static IResourceBuilder<IGrafanaResource> AddContainer(
        this IDistributedApplicationBuilder builder, Container container, GrafanaDirectory directory, int? port) =>
        builder.AddResource(container)
            .WithImage("grafana/grafana", "13.2.3")
            .WithImageRegistry("docker.io")
            .WithHttpEndpoint(port, targetPort: Port)
            .WithBindMount(directory.Provisioning, ProvisioningOfContainer, isReadOnly: true)
            .WithProvisioning(ProvisioningOfContainer);

    private static IResourceBuilder<IGrafanaResource> AddProcess(
        this IDistributedApplicationBuilder builder, Process process, GrafanaDirectory directory, int? port)
    {
        IGrafanaResource grafana = process;
        return builder.AddProcessOnPath(process, "its dashboards are left to a viewer")
            .WithHttpEndpoint(port)
            .WithArgs("server", "--homepath", builder.HomeOf(process.Command))
            .WithEnvironment("GF_SERVER_HTTP_ADDR", "127.0.0.1")
            .WithEnvironment("GF_SERVER_HTTP_PORT", $"{grafana.HttpEndpoint.Property(EndpointProperty.TargetPort)}")
            .WithEnvironment("GF_PATHS_DATA", directory.Data)
            .WithProvisioning(directory.Provisioning);
    }

    private static IResourceBuilder<T> WithProvisioning<T>(this IResourceBuilder<T> grafana, string path)
        where T : IGrafanaResource =>
        grafana
            .WithEnvironment("GF_PATHS_PROVISIONING", path)
            .WithEnvironment("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH", path + "/dashboards/overview.json");

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
