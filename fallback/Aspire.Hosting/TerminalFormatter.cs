using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Aspire.Hosting;

/// <summary>One line a message, as a person wants to read it at a terminal: the level only when something is wrong, no category.</summary>
internal sealed class TerminalFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "terminal";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (logEntry.LogLevel >= LogLevel.Warning)
            textWriter.Write(logEntry.LogLevel == LogLevel.Warning ? "warning: " : "error: ");

        textWriter.WriteLine(logEntry.Formatter(logEntry.State, logEntry.Exception));

        // Its message is made for people and says it all; of any other exception the place counts too.
        if (logEntry.Exception is { } exception)
            textWriter.WriteLine(exception is DistributedApplicationException ? exception.Message : exception);
    }
}
