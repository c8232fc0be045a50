namespace Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;

/// <summary>How a database context reaches PostgreSQL: the part of the official settings that this solution sets.</summary>
public class NpgsqlEntityFrameworkCorePostgreSQLSettings
{
    /// <summary>The connection string. One under ConnectionStrings wins over one in the Aspire:Npgsql section.</summary>
    public string? ConnectionString { get; set; }
}
