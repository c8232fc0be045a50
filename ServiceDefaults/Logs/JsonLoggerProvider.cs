using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults.Logs;

/// <summary>Writes what any <see cref="ILogger"/> is given as lines to a stream. Nothing is lost when the process ends in order or by an exception that nobody handles.</summary>
[ProviderAlias("Json")]
internal sealed class JsonLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    // The host has taken its time by now, and an orchestrator does not wait for ever.
    private static readonly TimeSpan FlushDeadline = TimeSpan.FromSeconds(1);

    private readonly ILineFormat _format;
    private readonly TimeProvider _time;
    private readonly LineQueue _lines;
    private readonly ILogger _ownLog;
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public JsonLoggerProvider(Stream output, ILineFormat format, TimeProvider time, IMeterFactory meters)
    {
        _format = format;
        _time = time;
        _ownLog = CreateLogger(typeof(JsonLoggerProvider).FullName!);
        _lines = new LineQueue(output, TellDropped);

        // Observed rather than counted: it is there at 0 from the start, whenever somebody begins to look.
        meters.Create(TelemetryMeter.Name).CreateObservableCounter(
            TelemetryMeter.DroppedLogLines, () => _lines.Dropped, "{line}", "Log lines that standard output could not take.");
        AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
    }

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <summary>Waits until what was logged so far is written, but not for ever.</summary>
    public void Flush() => _lines.Flush(FlushDeadline);

    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
        _lines.Stop(FlushDeadline);
    }

    private void TellDropped(long lines) => _ownLog.LogWarning("Standard output could not keep up: {Dropped} log lines were dropped.", lines);

    private void OnUnhandledException(object sender, UnhandledExceptionEventArgs e)
    {
        _ownLog.LogCritical(e.ExceptionObject as Exception, "The process ends: nobody handled an exception.");
        Flush();
    }

    private sealed class LineLogger(JsonLoggerProvider provider, string category) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Trace and < LogLevel.None;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => provider._scopes.Push(state);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;

            var line = LogLine.Take();
            line.Write(provider._format, provider._time.GetUtcNow(), logLevel, category, state, exception, formatter, provider._scopes);
            provider._lines.Add(line.Bytes);
            LogLine.GiveBack(line);
        }
    }
}
