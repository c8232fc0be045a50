using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Api.Data;

/// <summary>Unhealthy until the database has the tables that this build expects.</summary>
internal sealed class MigrationsCheck(DatabaseReadiness readiness) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(readiness.IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The database is not migrated yet."));
}
