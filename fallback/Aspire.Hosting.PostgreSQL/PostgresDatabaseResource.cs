namespace Aspire.Hosting.ApplicationModel;

/// <summary>A database in a PostgreSQL server.</summary>
public class PostgresDatabaseResource : Resource, IResourceWithParent<PostgresServerResource>, IResourceWithConnectionString
{
    private readonly string _databaseName;

    internal PostgresDatabaseResource(string name, string databaseName, PostgresServerResource server)
        : base(name) => (_databaseName, Parent) = (databaseName, server);

    public PostgresServerResource Parent { get; }

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{Parent.ConnectionStringExpression};Database={_databaseName}");
}
