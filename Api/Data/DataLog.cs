namespace Api.Data;

internal static partial class DataLog
{
    [LoggerMessage(LogLevel.Information, "The database is migrated.")]
    public static partial void Migrated(this ILogger logger);

    [LoggerMessage(LogLevel.Warning, "The database could not be migrated: {Reason} The next attempt is in {Delay}.")]
    public static partial void MigrationFailed(this ILogger logger, string reason, TimeSpan delay);

    [LoggerMessage(LogLevel.Information, "The database lacks {Missing} migrations, which another process is to apply ('dotnet Api.dll migrate'). The next look is in {Delay}.")]
    public static partial void MigrationsAwaited(this ILogger logger, int missing, TimeSpan delay);

    [LoggerMessage(LogLevel.Warning, "A request failed because the database is not available: {Reason}")]
    public static partial void RequestFailedWithoutDatabase(this ILogger logger, string reason);

    [LoggerMessage(LogLevel.Debug, "What the state gauges tell could not be read: {Reason}")]
    public static partial void StateNotRead(this ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "Expired rows could not be deleted: {Reason} The next attempt is in some minutes.")]
    public static partial void ExpiredRowsNotDeleted(this ILogger logger, string reason);

    [LoggerMessage(LogLevel.Debug, "A command of the database could not be measured.")]
    public static partial void NotMeasured(this ILogger logger, Exception exception);
}
