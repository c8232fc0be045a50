namespace Api.Data;

/// <summary>Where PostgreSQL is, for who needs a connection of its own.</summary>
/// <param name="connectionString">With the password: EF Core and Npgsql show it without, once they have connected.</param>
internal sealed class DatabaseAddress(string connectionString)
{
    public string ConnectionString => connectionString;
}
