using Npgsql;

namespace Api.Data;

/// <summary>
/// How long a request may wait for a PostgreSQL that does not answer: 2 s for a connection, 3 s for a command.
/// A connection string that says otherwise wins.
/// </summary>
internal static class DatabaseDeadlines
{
    public static string ApplyTo(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        SetDefault("Timeout", 2);
        SetDefault("Command Timeout", 3);
        return builder.ConnectionString;

        void SetDefault(string keyword, int value)
        {
            if (!builder.ShouldSerialize(keyword)) // it stands in the connection string; ContainsKey is true of every keyword there is
                builder[keyword] = value;
        }
    }
}
