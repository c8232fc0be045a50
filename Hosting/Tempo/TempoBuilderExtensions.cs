namespace Hosting;

/// <summary>Adds Grafana Tempo to an application.</summary>
public static class TempoBuilderExtensions
{
    private const int Port = 3200;
    private const int OtlpPort = 4318;
    private const string OtlpEndpointName = "otlp";

    /// <summary>Adds Tempo with the configuration <c>tempo/tempo.yml</c>.</summary>
    /// <remarks>
    /// Where it should run as a process and <c>tempo</c> is not on PATH, it is left out: a line in the log says so, and
    /// references to it do nothing.
    /// </remarks>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="port">The port for queries on this machine; <see langword="null"/> for any free one.</param>
    /// <returns>Tempo.</returns>
    public static IResourceBuilder<ITempoResource> AddTempo(
        this IDistributedApplicationBuilder builder, [ResourceName] string name = "tempo", int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        return builder.RunAsContainers()
            ? builder.AddContainer(new Container(name), port)
            : builder.AddProcess(new Process(name, builder.AppHostDirectory), port);
    }

    /// <summary>Has Tempo count spans, and calls between services, in a Prometheus: <c>traces_spanmetrics_*</c> and <c>traces_service_graph_*</c>, with exemplars.</summary>
    /// <param name="builder">Tempo.</param>
    /// <param name="prometheus">The Prometheus that it writes to.</param>
    /// <returns>Tempo.</returns>
    public static IResourceBuilder<ITempoResource> WithSpanMetrics(
        this IResourceBuilder<ITempoResource> builder, IResourceBuilder<IPrometheusResource> prometheus)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(prometheus);

        return builder.WithEnvironment("PROMETHEUS_URL", prometheus.Resource.HttpEndpoint);
    }

    private static IResourceBuilder<ITempoResource> AddContainer(this IDistributedApplicationBuilder builder, Container container, int? port) =>
        builder.AddResource(container)
            .WithImage("grafana/tempo", "3.1.0")
            .WithImageRegistry("docker.io")
            .WithHttpEndpoint(port, targetPort: Port)
            .WithHttpEndpoint(targetPort: OtlpPort, name: OtlpEndpointName)
            .WithHttpHealthCheck("/ready", endpointName: "http")
            .WithConfiguration("tempo", data: "/var/tempo");

    private static IResourceBuilder<ITempoResource> AddProcess(this IDistributedApplicationBuilder builder, Process process, int? port)
    {
        ITempoResource tempo = process;
        return builder.AddProcessOnPath(process, "traces go to the Aspire dashboard alone")
            .WithHttpEndpoint(port)
            .WithHttpEndpoint(name: OtlpEndpointName)
            .WithHttpHealthCheck("/ready", endpointName: "http")
            .WithConfiguration("tempo")
            .WithEnvironment("OTLP_PORT", $"{tempo.OtlpEndpoint.Property(EndpointProperty.TargetPort)}");
    }

    private sealed class Container(string name) : ContainerResource(name), ITempoResource;

    private sealed class Process(string name, string workingDirectory)
        : ExecutableResource(name, "tempo", workingDirectory), ITempoResource;
}
