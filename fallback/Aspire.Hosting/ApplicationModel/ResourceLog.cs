using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What the AppHost says in the log of a resource about waiting and commands.</summary>
internal static partial class ResourceLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Waiting for {Dependencies}.")]
    public static partial void Waiting(this ILogger logger, string dependencies);

    [LoggerMessage(Level = LogLevel.Information, Message = "All that was waited for is there.")]
    public static partial void WaitEnded(this ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Command '{Command}' was given.")]
    public static partial void CommandGiven(this ILogger logger, string command);

    [LoggerMessage(Level = LogLevel.Error, Message = "Command '{Command}' failed: {Reason}")]
    public static partial void CommandFailed(this ILogger logger, string command, string reason);
}
