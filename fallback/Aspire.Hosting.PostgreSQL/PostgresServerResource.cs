namespace Aspire.Hosting.ApplicationModel;

/// <summary>A PostgreSQL server in a container.</summary>
public class PostgresServerResource : ContainerResource, IResourceWithConnectionString
{
    internal const string EndpointName = "tcp";
    internal const string DefaultUserName = "postgres";

    private readonly ParameterResource? _userName;

    internal PostgresServerResource(string name, ParameterResource? userName, ParameterResource password)
        : base(name) => (_userName, PasswordParameter) = (userName, password);

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"Host={PrimaryEndpoint.Property(EndpointProperty.Host)};Port={PrimaryEndpoint.Property(EndpointProperty.Port)};Username={UserNameReference};Password={PasswordParameter}");

    internal ParameterResource PasswordParameter { get; }

    internal EndpointReference PrimaryEndpoint => new(this, EndpointName);

    internal ReferenceExpression UserNameReference => _userName is { } parameter
        ? ReferenceExpression.Create($"{parameter}")
        : ReferenceExpression.Create($"{DefaultUserName}");
}
