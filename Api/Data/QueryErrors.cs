using Npgsql;

namespace Api.Data;

/// <summary>Tells failures of commands apart: https://www.postgresql.org/docs/current/errcodes-appendix.html.</summary>
internal static class QueryErrors
{
    private const string ConnectionClass = "08";

    public static QueryError Of(Exception exception) => DatabaseFailure.Find(exception) switch
    {
        PostgresException { SqlState: var state } => Of(state),
        NpgsqlException { InnerException: TimeoutException } => QueryError.Timeout,
        NpgsqlException { IsTransient: true } => QueryError.Connection,
        _ => exception is OperationCanceledException ? QueryError.Cancelled : QueryError.Other,
    };

    private static QueryError Of(string state) => state switch
    {
        PostgresErrorCodes.UniqueViolation => QueryError.UniqueViolation,
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => QueryError.Conflict,
        PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable => QueryError.Timeout, // by the server's own limits: nobody of ours asked for it
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow => QueryError.Connection,
        _ when state.StartsWith(ConnectionClass, StringComparison.Ordinal) => QueryError.Connection,
        _ => QueryError.Other,
    };
}
