using Npgsql;

namespace Api.Data;

/// <summary>
/// How long a request may wait for a PostgreSQL that does not answer: 2 s for a connection, 3 s for a command and half a second to cancel it.
/// A connection string that says otherwise wins.
/// </summary>
internal static class DatabaseDeadlines
{
    public static string? ApplyTo(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            return connectionString;

        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        SetDefault("Timeout", 2);
        SetDefault("Command Timeout", 3);
        SetDefault("Cancellation Timeout", 500);
        return builder.ConnectionString;

        void SetDefault(string keyword, int value)
        {
            if (!builder.ContainsKey(keyword))
                builder[keyword] = value;
        }
    }
}
