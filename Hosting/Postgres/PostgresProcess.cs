namespace Hosting;

/// <summary>A PostgreSQL server with one database, named as the resource, run from binaries.</summary>
/// <param name="name">The name of the resource and of the database.</param>
/// <param name="directory">The folder that holds the server's data directory and password.</param>
/// <param name="password">The password of the superuser <c>postgres</c>.</param>
internal sealed class PostgresProcess(string name, string directory, ParameterResource password)
    : ExecutableResource(name, "/bin/sh", directory), IResourceWithConnectionString
{
    public const string EndpointName = "tcp";

    /// <summary>The password of the superuser <c>postgres</c>.</summary>
    public ParameterResource Password => password;

    public EndpointReference Endpoint => this.GetEndpoint(EndpointName);

    // Without a proxy in between a stopped server refuses at once; how long to wait for one that hangs is the client's to say.
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"Host={Endpoint.Property(EndpointProperty.Host)};Port={Endpoint.Property(EndpointProperty.Port)};Username=postgres;Password={Password};Database={Name}");
}
