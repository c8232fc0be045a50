using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Requests;

namespace ServiceDefaults.Logs;

/// <summary>
/// One JSON object a line: <c>{"timestamp":…,"level":…,"service":…,"logger":…,</c> the record's own fields, those of its scopes<c>,"message":…,"trace_id":…,"span_id":…}</c>,
/// and <c>exception.type</c>, <c>exception.message</c>, <c>exception.stacktrace</c> where there is one. The line of a request has no logger: its endpoint says better
/// where it comes from.
/// </summary>
internal sealed class JsonLineFormat : ILineFormat
{
    // What follows is the message, which a reader needs more than the rest of the fields.
    private const int FieldsLimit = 128 * 1024;

    private static readonly byte[] RequestMessage = Encoding.UTF8.GetBytes($",\"message\":\"{RequestLogState.Message}\"");

    private readonly byte[][] _heads; // by level: what comes after the timestamp

    public JsonLineFormat(string service)
    {
        var line = new LineBuffer();
        line.Begin(quotes: true);
        LogValue.WriteJsonString(line, service);
        var quoted = Encoding.UTF8.GetString(line.Written);
        _heads = [.. Enum.GetValues<LogLevel>().Select(level => Encoding.UTF8.GetBytes($"\",\"level\":\"{Name(level)}\",\"service\":{quoted}"))];
    }

    public void Write(LineBuffer line, DateTimeOffset time, LogLevel level, in RequestLogState request, Exception? exception)
    {
        Begin(line, time, level);
        line.Raw(",\"endpoint\":\""u8);
        line.Text(request.Endpoint);
        line.Raw("\",\"method\":\""u8);
        line.Text(request.Method);
        line.Raw("\",\"status_code\":"u8);
        line.Integer(request.StatusCode);
        line.Raw(",\"duration_ms\":"u8);
        line.Number(request.Milliseconds);
        line.Raw(RequestMessage);
        End(line, exception);
    }

    public void Write(LineBuffer line, DateTimeOffset time, LogLevel level, string category, LoggedRecord record, Exception? exception)
    {
        Begin(line, time, level);
        line.Raw(",\"logger\":"u8);
        LogValue.WriteJsonString(line, category);
        WriteFields(line, record);
        WriteScopes(line, record.Scopes);
        line.Raw(",\"message\":\""u8);
        line.BeginText();
        record.WriteMessage(line);
        line.EndText();
        line.Raw("\""u8);
        End(line, exception);
    }

    private static void WriteFields(LineBuffer line, LoggedRecord record)
    {
        var fields = record.Fields;
        var hasOmitted = record.HasOmitted;
        for (var i = 0; i < fields.Length; i++)
        {
            if (line.Length > FieldsLimit)
            {
                hasOmitted = true;
                break;
            }

            if (!record.Counts(i))
                continue;

            var (name, value) = fields[i];
            line.Raw(",\""u8);
            if (IsOurs(name))
                line.Raw("field."u8);
            line.BeginText();
            line.Text(name);
            line.EndText();
            line.Raw("\":"u8);
            LogValue.WriteJson(line, value);
        }

        if (hasOmitted)
            line.Raw(",\"fields_omitted\":true"u8);
    }

    private static void WriteScopes(LineBuffer line, ReadOnlySpan<object?> scopes)
    {
        if (scopes.IsEmpty)
            return;

        line.Raw(",\"scopes\":["u8);
        for (var i = 0; i < scopes.Length && line.Length <= FieldsLimit; i++)
        {
            if (i > 0)
                line.Raw(","u8);
            LogValue.WriteJson(line, scopes[i]);
        }

        line.Raw("]"u8);
    }

    private static bool IsOurs(string name) => name is "timestamp" or "level" or "service" or "logger" or "message" or "trace_id" or "span_id"
        or "scopes" or "fields_omitted" or "exception.type" or "exception.message" or "exception.stacktrace";

    private static void End(LineBuffer line, Exception? exception)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } span)
        {
            line.Raw(",\"trace_id\":\""u8);
            line.Plain(span.TraceId.ToHexString());
            line.Raw("\",\"span_id\":\""u8);
            line.Plain(span.SpanId.ToHexString());
            line.Raw("\""u8);
        }

        if (exception is not null)
        {
            line.Raw(",\"exception.type\":"u8);
            LogValue.WriteJson(line, exception.GetType().FullName);
            line.Raw(",\"exception.message\":"u8);
            LogValue.WriteJson(line, LogValue.MessageOf(exception));
            line.Raw(",\"exception.stacktrace\":"u8);
            LogValue.WriteJson(line, exception);
        }

        line.Raw("}\n"u8);
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARNING",
        LogLevel.Error => "ERROR",
        _ => "CRITICAL",
    };

    private void Begin(LineBuffer line, DateTimeOffset time, LogLevel level)
    {
        line.Begin(quotes: true);
        line.Raw("{\"timestamp\":\""u8);
        line.Timestamp(time, withDate: true);
        line.Raw(_heads[(int)level]);
    }
}
