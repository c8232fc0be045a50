using Microsoft.Extensions.Logging;

namespace ServiceDefaults.Otlp;

/// <summary>What the log tells about OTLP destinations.</summary>
internal static partial class ExportLog
{
    public const string Category = "ServiceDefaults.Otlp";

    [LoggerMessage(LogLevel.Warning, "{destination} at {address} lost {count} {items}: {reason}")]
    public static partial void Losing(ILogger logger, string destination, string address, long count, string items, string reason);

    [LoggerMessage(LogLevel.Information, "{destination} at {address} takes {items} again; it lost {count} more in between")]
    public static partial void Recovered(ILogger logger, string destination, string address, string items, long count);

    [LoggerMessage(LogLevel.Warning, "{destination} at {address} did not take the last {count} {items} before the service stopped")]
    public static partial void Missing(ILogger logger, string destination, string address, long count, string items);
}
