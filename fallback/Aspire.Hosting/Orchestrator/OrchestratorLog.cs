using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestrator;

/// <summary>What the AppHost says at the terminal, and what it adds to the logs of resources.</summary>
internal static partial class OrchestratorLog
{
    [LoggerMessage(LogLevel.Information, "{Resource} is ready: {Urls}")]
    public static partial void ResourceReady(this ILogger logger, string resource, string urls);

    [LoggerMessage(LogLevel.Error, "{Resource} does not run ({State}):{Log}")]
    public static partial void ResourceFailed(this ILogger logger, string resource, string? state, string log);

    [LoggerMessage(LogLevel.Information, "Everything is ready after {Seconds:0.0} s. Ctrl-C stops it.")]
    public static partial void EverythingReady(this ILogger logger, double seconds);

    [LoggerMessage(LogLevel.Error, "After {Seconds:0.0} s not everything runs: see {Failed} above and in the dashboard.")]
    public static partial void NotEverythingRuns(this ILogger logger, double seconds, string failed);

    [LoggerMessage(LogLevel.Critical, "The engine (dcp) has died, and all resources with it. The application stops: start it again.")]
    public static partial void EngineLost(this ILogger logger);

    [LoggerMessage(LogLevel.Critical, "The orchestration has failed, and the application stops. This is a defect of fallback/Aspire.Hosting: please report it.")]
    public static partial void OrchestrationFailed(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "{Reason}")]
    public static partial void CannotStart(this ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "It could not be started.")]
    public static partial void CannotStart(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Debug, "The log {Source} of {Instance} ended.")]
    public static partial void LogEnded(this ILogger logger, Exception exception, string source, string instance);
}
