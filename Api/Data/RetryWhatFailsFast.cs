using Microsoft.EntityFrameworkCore.Storage;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace Api.Data;

/// <summary>
/// Retries what failed at once, as a connection that PostgreSQL's restart has cut: 3 times within half a second.
/// A timeout has used up the patience of the request; it is answered with 503 instead.
/// </summary>
internal sealed class RetryWhatFailsFast(ExecutionStrategyDependencies dependencies)
    : NpgsqlRetryingExecutionStrategy(dependencies, maxRetryCount: 3, maxRetryDelay: TimeSpan.FromMilliseconds(200), errorCodesToAdd: null)
{
    protected override bool ShouldRetryOn(Exception? exception) =>
        exception is not (TimeoutException or { InnerException: TimeoutException }) && base.ShouldRetryOn(exception);
}
