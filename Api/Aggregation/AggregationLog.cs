namespace Api.Aggregation;

internal static partial class AggregationLog
{
    [LoggerMessage(LogLevel.Warning, "The endpoints below /prometheus/metrics have no data: {Reason}")]
    public static partial void UpstreamLost(this ILogger logger, string reason, Exception? exception);

    [LoggerMessage(LogLevel.Information, "The endpoints below /prometheus/metrics have data again.")]
    public static partial void UpstreamBack(this ILogger logger);

    [LoggerMessage(LogLevel.Debug, "Something about the aggregation could not be counted.")]
    public static partial void NotCounted(this ILogger logger, Exception exception);
}
