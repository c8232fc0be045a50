using Microsoft.Extensions.DependencyInjection;

namespace Hosting;

/// <summary>Adds Prometheus to an application, and services for it to scrape.</summary>
public static class PrometheusBuilderExtensions
{
    private const int Port = 9090;
    private const string HealthPath = "/-/ready";
    private const string ConfigurationKey = "Prometheus:Configuration";
    private const string HostOfContainers = "host.docker.internal";

    // What scrapes bring, and what Tempo writes.
    private static readonly string[] Features = ["--enable-feature=exemplar-storage", "--web.enable-remote-write-receiver"];

    /// <summary>Adds Prometheus with the configuration and rules of the folder <c>prometheus</c>.</summary>
    /// <remarks>The configuration key <c>Prometheus:Configuration</c> names another folder with <c>prometheus.yml</c> and <c>rules/</c>, relative to the AppHost.</remarks>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="port">The port on this machine; <see langword="null"/> for any free one.</param>
    /// <returns>Prometheus.</returns>
    /// <exception cref="DistributedApplicationException">The folder of <c>Prometheus:Configuration</c> does not hold both.</exception>
    public static IResourceBuilder<IPrometheusResource> AddPrometheus(
        this IDistributedApplicationBuilder builder, [ResourceName] string name = "prometheus", int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        var source = ConfigurationFolder(builder);
        var directory = new PrometheusDirectory(builder.RunDirectory(name));
        RunDirectoryLock.Require(builder);
        builder.Services.AddHostedService<ScrapeTargetWriter>();
        builder.Eventing.Subscribe<BeforeStartEvent>((_, _) =>
        {
            directory.Prepare(source);
            return Task.CompletedTask;
        });

        return builder.RunAsContainers()
            ? builder.AddContainer(new Container(name), directory, port)
            : builder.AddProcess(new Process(name, builder.FindCommand(), builder.AppHostDirectory), directory, port);
    }

    /// <summary>Has Prometheus scrape every replica of a service, as job <c>backend-api</c> with the label <c>service</c>.</summary>
    /// <remarks>
    /// The path is the service's own variable <c>METRICS_ENDPOINT</c>; unless it sets another, that of the AppHost's configuration, else <c>/metrics</c>.
    /// </remarks>
    /// <typeparam name="T">The type of the service.</typeparam>
    /// <param name="builder">The service.</param>
    /// <param name="prometheus">The Prometheus that scrapes it.</param>
    /// <returns>The service.</returns>
    public static IResourceBuilder<T> WithScraping<T>(this IResourceBuilder<T> builder, IResourceBuilder<IPrometheusResource> prometheus)
        where T : ProjectResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(prometheus);

        var application = builder.ApplicationBuilder;
        var targets = new PrometheusDirectory(application.RunDirectory(prometheus.Resource.Name)).Targets;
        var fromContainer = prometheus.Resource is ContainerResource;

        // Docker Desktop forwards a container's requests to localhost; on Linux they arrive by the bridge's own interface.
        if (fromContainer && OperatingSystem.IsLinux())
            builder.WithEndpoint("http", endpoint => endpoint.TargetHost = "0.0.0.0", createIfNotExists: false);

        prometheus.WithReferenceRelationship(builder);
        return builder
            .WithEnvironment(ScrapeTarget.PathVariable, application.Configuration[ScrapeTarget.PathVariable] ?? "/metrics")
            .WithAnnotation(new ScrapeAnnotation(targets, fromContainer ? HostOfContainers : "localhost"));
    }

    private static string ConfigurationFolder(IDistributedApplicationBuilder builder)
    {
        if (builder.Configuration[ConfigurationKey] is not { Length: > 0 } configured)
            return BackingServices.Bundled("prometheus");

        var folder = Path.GetFullPath(configured, builder.AppHostDirectory);
        return File.Exists(Path.Combine(folder, "prometheus.yml")) && Directory.Exists(Path.Combine(folder, "rules"))
            ? folder
            : throw new DistributedApplicationException(
                $"{ConfigurationKey} is '{configured}', but {folder} does not hold prometheus.yml and rules/. "
                + "Copy the folder prometheus of the repository and change that, or leave the key out.");
    }

    private static IResourceBuilder<IPrometheusResource> AddContainer(
        this IDistributedApplicationBuilder builder, Container container, PrometheusDirectory directory, int? port)
    {
        var prometheus = builder.AddResource(container);
        builder.Eventing.Subscribe<BeforeResourceStartedEvent>(container, (_, _) =>
        {
            directory.WriteSelf(Port);
            return Task.CompletedTask;
        });

        return prometheus
            .WithImage("prom/prometheus", "v3.15.0")
            .WithImageRegistry("docker.io")
            .WithHttpEndpoint(port, targetPort: Port)
            .WithHttpHealthCheck(HealthPath)
            .WithBindMount(directory.Path, "/etc/prometheus", isReadOnly: true)
            .WithVolume(VolumeNameGenerator.Generate(prometheus, "data"), "/prometheus")
            .WithContainerRuntimeArgs("--add-host", $"{HostOfContainers}:host-gateway")
            .WithArgs("--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus")
            .WithArgs(Features);
    }

    private static IResourceBuilder<IPrometheusResource> AddProcess(
        this IDistributedApplicationBuilder builder, Process process, PrometheusDirectory directory, int? port)
    {
        IPrometheusResource prometheus = process;
        builder.Eventing.Subscribe<BeforeResourceStartedEvent>(process, (_, _) =>
        {
            if (!File.Exists(process.Command))
                throw new DistributedApplicationException($"There is no Prometheus at {process.Command}. Run 'dotnet build AppHost', which fetches it, or install it on PATH.");

            directory.WriteSelf(prometheus.HttpEndpoint.Port);
            return Task.CompletedTask;
        });

        return builder.AddResource(process)
            .WithHttpEndpoint(port)
            .WithHttpHealthCheck(HealthPath)
            .WithArgs($"--config.file={directory.Configuration}", $"--storage.tsdb.path={directory.Data}")
            .WithArgs(Features)
            .WithArgs(PagesOf(process.Command))
            .WithArgs(context => context.Args.Add(
                ReferenceExpression.Create($"--web.listen-address=127.0.0.1:{prometheus.HttpEndpoint.Property(EndpointProperty.TargetPort)}")));
    }

    private static string FindCommand(this IDistributedApplicationBuilder builder) =>
        builder.FindOnPath("prometheus") ?? BackingServices.InTools("prometheus/prometheus");

    // Debian's build reads its pages from files, and looks for them where the package would have installed them.
    private static string[] PagesOf(string command)
    {
        var pages = Path.Combine(Path.GetDirectoryName(command)!, "share/prometheus/web");
        return Directory.Exists(pages) ? [$"--web.local-assets={pages}"] : [];
    }

    private sealed class Container(string name) : ContainerResource(name), IPrometheusResource;

    private sealed class Process(string name, string command, string workingDirectory)
        : ExecutableResource(name, command, workingDirectory), IPrometheusResource;
}
