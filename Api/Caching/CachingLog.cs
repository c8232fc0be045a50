namespace Api.Caching;

internal static partial class CachingLog
{
    [LoggerMessage(LogLevel.Information, "The cache is told of changes.")]
    public static partial void Listening(this ILogger logger);

    [LoggerMessage("The cache is not told of changes, and not used: {Reason}")]
    public static partial void NotListening(this ILogger logger, LogLevel level, string reason);

    [LoggerMessage(LogLevel.Debug, "A use of the cache could not be counted.")]
    public static partial void NotCounted(this ILogger logger, Exception exception);
}
