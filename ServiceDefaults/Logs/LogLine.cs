using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Requests;

namespace ServiceDefaults.Logs;

/// <summary>What a thread needs to make a line. It keeps it for the next.</summary>
internal sealed class LogLine
{
    [ThreadStatic]
    private static LogLine? _ofThread;

    private readonly LineBuffer _buffer = new();
    private readonly LoggedRecord _record = new();

    public ReadOnlySpan<byte> Bytes => _buffer.Written;

    // Taken away while in use: a value that logs from its ToString gets another.
    public static LogLine Take()
    {
        var line = _ofThread ?? new LogLine();
        _ofThread = null;
        return line;
    }

    public static void GiveBack(LogLine line) => _ofThread = line;

    public void Write<TState>(
        ILineFormat format, DateTimeOffset time, LogLevel level, string category, TState state, Exception? exception, Func<TState, Exception?, string> formatter, IExternalScopeProvider scopes)
    {
        if (typeof(TState) == typeof(RequestLogState))
        {
            format.Write(_buffer, time, level, in Unsafe.As<TState, RequestLogState>(ref state), exception);
            return;
        }

        _record.Read(state, exception, formatter, scopes);
        format.Write(_buffer, time, level, category, _record, exception);
        _record.Clear();
    }
}
