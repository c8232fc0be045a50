using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>PostgreSQL in a container: it can be described here, and runs with the official packages.</summary>
public static class PostgresBuilderExtensions
{
    private const int Port = 5432;

    /// <param name="builder">The application.</param>
    /// <param name="name">The resource.</param>
    /// <param name="userName"><c>postgres</c> when null.</param>
    /// <param name="password">A generated one when null.</param>
    /// <param name="port">Any free one when null.</param>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null)
    {
        var passwordParameter = password?.Resource
            ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password");
        var server = new PostgresServerResource(name, userName?.Resource, passwordParameter);

        return builder.AddResource(server)
            .WithImage("library/postgres", "18.0")
            .WithImageRegistry("docker.io")
            .WithEndpoint(port, Port, name: PostgresServerResource.EndpointName)
            .WithEnvironment("POSTGRES_USER", server.UserNameReference)
            .WithEnvironment("POSTGRES_PASSWORD", $"{server.PasswordParameter}");
    }

    /// <param name="builder">The server.</param>
    /// <param name="name">The resource.</param>
    /// <param name="databaseName"><paramref name="name"/> when null.</param>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder,
        [ResourceName] string name,
        string? databaseName = null) =>
        builder.ApplicationBuilder.AddResource(new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource));

    /// <summary>Keeps the data between runs.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(
        this IResourceBuilder<PostgresServerResource> builder,
        string? name = null,
        bool isReadOnly = false) =>
        builder.WithVolume(name ?? VolumeNameGenerator.Generate(builder, "data"), "/var/lib/postgresql", isReadOnly);
}
