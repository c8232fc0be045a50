using Microsoft.Extensions.Logging;

namespace ServiceDefaults.Logs;

/// <summary>Writes what any <see cref="ILogger"/> is given as JSON lines to a stream.</summary>
[ProviderAlias("Json")]
internal sealed class JsonLoggerProvider(Stream output, string service, TimeProvider time) : ILoggerProvider
{
    private readonly JsonLineWriter _lines = new(output, service, time);

    public ILogger CreateLogger(string categoryName) => new JsonLogger(categoryName, _lines);

    public void Dispose() => output.Flush();

    private sealed class JsonLogger(string category, JsonLineWriter lines) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                lines.Write(category, logLevel, state, formatter(state, exception), exception);
        }
    }
}
