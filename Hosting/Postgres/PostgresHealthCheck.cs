using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Hosting;

/// <summary>Healthy when a query runs on the database of a connection string.</summary>
internal sealed class PostgresHealthCheck(IResourceWithConnectionString database) : IHealthCheck
{
    private const int PatienceInSeconds = 5;

    public static HealthCheckRegistration Registration(string name, IResourceWithConnectionString database) =>
        new(name, new PostgresHealthCheck(database), failureStatus: null, tags: null);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // Pooling would keep a connection open between two checks, and hand out one that died with the server.
            var connectionString = new NpgsqlConnectionStringBuilder(await database.GetConnectionStringAsync(cancellationToken)) { Pooling = false, Timeout = PatienceInSeconds };
            await using var connection = new NpgsqlConnection(connectionString.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException exception)
        {
            return HealthCheckResult.Unhealthy(exception.Message, exception);
        }
    }
}
