using Microsoft.Extensions.DependencyInjection;

namespace Hosting;

/// <summary>Adds a PostgreSQL database to an application.</summary>
public static class PostgresBuilderExtensions
{
    private const string ContainerName = "postgres";

    /// <summary>Adds a PostgreSQL database that keeps its data between runs.</summary>
    /// <remarks>
    /// As containers: a server <c>postgres</c> with a data volume, shared by all databases of the application.
    /// As processes: a server of its own, in <c>.run/postgres/NAME</c>, initialised at the first start.
    /// </remarks>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource and of the database.</param>
    /// <returns>The database, to refer to and to wait for.</returns>
    public static IResourceBuilder<IResourceWithConnectionString> AddPostgresDatabase(
        this IDistributedApplicationBuilder builder, [ResourceName] string name)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        return builder.RunAsContainers() ? builder.AddContainer(name) : builder.AddProcess(name);
    }

    private static IResourceBuilder<PostgresDatabaseResource> AddContainer(this IDistributedApplicationBuilder builder, string name)
    {
        var server = builder.Resources.OfType<PostgresServerResource>().SingleOrDefault(resource => resource.Name == ContainerName) is { } existing
            ? builder.CreateResourceBuilder(existing)
            : builder.AddPostgres(ContainerName).WithDataVolume();

        return server.AddDatabase(name);
    }

    private static IResourceBuilder<PostgresProcess> AddProcess(this IDistributedApplicationBuilder builder, string name)
    {
        var binaries = BackingServices.InTools("postgres/bin");
        var directory = new PostgresDirectory(builder.RunDirectory(Path.Combine("postgres", name)));
        var password = new ParameterResource($"{name}-password", _ => directory.GetOrCreatePassword(), secret: true);
        var resource = new PostgresProcess(name, directory.Path, password);
        var healthCheck = $"{name}_check";
        var port = FreePort.Next();

        RunDirectoryLock.Require(builder);
        builder.Services.AddHealthChecks().Add(PostgresHealthCheck.Registration(healthCheck, resource));
        builder.Eventing.Subscribe<BeforeResourceStartedEvent>(resource, (_, cancellationToken) => directory.PrepareAsync(binaries, cancellationToken));

        return builder.AddResource(resource)
            .WithEndpoint(port, targetPort: port, scheme: "tcp", name: PostgresProcess.EndpointName, isProxied: false)
            .WithEnvironment("POSTGRES_PASSWORD", $"{password}")
            .WithArgs(BackingServices.Bundled("postgres/postgres.sh"), binaries, directory.Path, name)
            .WithArgs("-p", $"{port}", "-c", "listen_addresses=localhost")
            .WithHealthCheck(healthCheck);
    }
}
