using Microsoft.Extensions.Logging;

namespace Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(1, LogLevel.Information, "{Resource} is left out, since there is no '{Command}' on PATH: {Consequence}")]
    public static partial void LeftOut(this ILogger logger, string resource, string command, string consequence);
}
