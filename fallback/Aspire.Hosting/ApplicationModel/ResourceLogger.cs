using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Writes into the console log of a resource, beside what its process writes.</summary>
internal sealed class ResourceLogger(Action<string, bool> append, TimeProvider time) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        // The form in which the engine hands over the lines of a process; the dashboard parses and hides the timestamp.
        var timestamp = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ");
        var text = exception is null ? formatter(state, exception) : $"{formatter(state, exception)}\n{exception}";
        foreach (var line in text.EnumerateLines())
            append($"{timestamp} {line}", logLevel >= LogLevel.Error);
    }
}
