using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hosting;

/// <summary>What the backing services share.</summary>
public static class BackingServiceBuilderExtensions
{
    private const string ExpandVariables = "-config.expand-env=true";

    /// <summary>Gives a resource the address of a backing service, as <c>ConnectionStrings__NAME</c>; nothing where the service is left out.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource that uses the service.</param>
    /// <param name="service">The service.</param>
    /// <returns>The resource that uses the service.</returns>
    public static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> builder, IResourceBuilder<IBackingService> service)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(service);

        return service.IsLeftOut() ? builder : builder.WithReference(service, connectionName: null);
    }

    /// <summary>Whether the service is not part of the application, because this machine cannot run it.</summary>
    /// <param name="service">The service.</param>
    internal static bool IsLeftOut(this IResourceBuilder<IBackingService> service) =>
        !service.ApplicationBuilder.Resources.Contains(service.Resource);

    /// <summary>Adds a process when its command is on PATH; else leaves it out and logs that at the start.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="process">The process.</param>
    /// <param name="consequence">What it means that the process is missing, for the log.</param>
    internal static IResourceBuilder<T> AddProcessOnPath<T>(this IDistributedApplicationBuilder builder, T process, string consequence)
        where T : ExecutableResource
    {
        if (builder.FindOnPath(process.Command) is not null)
            return builder.AddResource(process);

        builder.Eventing.Subscribe<BeforeStartEvent>((starting, _) =>
        {
            var logger = starting.Services.GetRequiredService<ILoggerFactory>().CreateLogger(nameof(Hosting));
            logger.LeftOut(process.Name, process.Command, consequence);
            return Task.CompletedTask;
        });
        return builder.CreateResourceBuilder(process);
    }

    /// <summary>Has a container of Grafana's stores run with <c>NAME/NAME.yml</c> of this library, and keep its data in a volume.</summary>
    /// <param name="container">The container.</param>
    /// <param name="configuration">The name of the configuration.</param>
    /// <param name="data">Where the container writes.</param>
    internal static IResourceBuilder<T> WithConfiguration<T>(this IResourceBuilder<T> container, string configuration, string data)
        where T : ContainerResource, IBackingService =>
        container
            .WithBindMount(BackingServices.Bundled(configuration), $"/etc/{configuration}", isReadOnly: true)
            .WithVolume(VolumeNameGenerator.Generate(container, "data"), data)
            .WithArgs($"-config.file=/etc/{configuration}/{configuration}.yml", ExpandVariables);

    /// <summary>Has a process of Grafana's stores run with <c>NAME/NAME.yml</c> of this library, and tells it where to listen and to write.</summary>
    /// <remarks>By the variables that the file reads; unset, they mean a container's places.</remarks>
    /// <param name="process">The process.</param>
    /// <param name="configuration">The name of the configuration.</param>
    internal static IResourceBuilder<T> WithConfiguration<T>(this IResourceBuilder<T> process, string configuration)
        where T : ExecutableResource, IBackingService =>
        process
            .WithEnvironment("LISTEN_ADDRESS", "127.0.0.1")
            .WithEnvironment("HTTP_PORT", $"{process.Resource.HttpEndpoint.Property(EndpointProperty.TargetPort)}")
            .WithEnvironment("GRPC_PORT", $"{FreePort.Next().ToString()}")
            .WithEnvironment("DATA_DIRECTORY", process.ApplicationBuilder.RunDirectory(process.Resource.Name))
            .WithArgs($"-config.file={BackingServices.Bundled($"{configuration}/{configuration}.yml")}", ExpandVariables);
}
