using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Requests;

namespace ServiceDefaults.Logs;

/// <summary>
/// Writes one record as one line: <c>{"timestamp":…,"level":…,"service":…,</c> the record's own fields<c>,"message":…,"trace_id":…,"span_id":…}</c>,
/// and <c>exception.type</c>, <c>exception.message</c>, <c>exception.stacktrace</c> where there is one.
/// </summary>
internal sealed class JsonLineWriter(Stream output, string service, TimeProvider time)
{
    private const string OriginalFormat = "{OriginalFormat}";

    // Readable UTF-8; control characters, quotes and newlines are escaped all the same, so no value can forge a line.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    private readonly Lock _output = new();

    public void Write<TState>(string category, LogLevel level, TState state, string message, Exception? exception)
    {
        // Taken away while in use: a value that logs from its ToString gets a buffer of its own.
        var buffer = _buffer ?? new ArrayBufferWriter<byte>(1024);
        _buffer = null;
        using (var json = new Utf8JsonWriter(buffer, Options))
            WriteRecord(json, category, level, state, message, exception);
        buffer.GetSpan(1)[0] = (byte)'\n';
        buffer.Advance(1);

        lock (_output)
            output.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
        _buffer = buffer;
    }

    private void WriteRecord<TState>(Utf8JsonWriter json, string category, LogLevel level, TState state, string message, Exception? exception)
    {
        json.WriteStartObject();
        json.WriteString("timestamp", time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        json.WriteString("level", Name(level));
        json.WriteString("service", service);
        if (state is not RequestLogState) // its endpoint says better where it comes from
            json.WriteString("logger", category);
        if (state is IReadOnlyList<KeyValuePair<string, object?>> fields)
            WriteFields(json, fields);
        json.WriteString("message", message);
        if (Activity.Current is { } span)
        {
            json.WriteString("trace_id", span.TraceId.ToHexString());
            json.WriteString("span_id", span.SpanId.ToHexString());
        }

        if (exception is not null)
        {
            json.WriteString("exception.type", exception.GetType().FullName);
            json.WriteString("exception.message", exception.Message);
            json.WriteString("exception.stacktrace", exception.ToString());
        }

        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> fields)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            var (name, value) = fields[i];
            if (name != OriginalFormat && !IsRepeated(fields, i))
                WriteField(json, IsOurs(name) ? "field." + name : name, value);
        }
    }

    private static bool IsRepeated(IReadOnlyList<KeyValuePair<string, object?>> fields, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (fields[i].Key == fields[index].Key)
                return true;
        }

        return false;
    }

    private static bool IsOurs(string name) => name is "timestamp" or "level" or "service" or "logger" or "message" or "trace_id" or "span_id"
        or "exception.type" or "exception.message" or "exception.stacktrace";

    private static void WriteField(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null: json.WriteNull(name); break;
            case bool flag: json.WriteBoolean(name, flag); break;
            case int number: json.WriteNumber(name, number); break;
            case long number: json.WriteNumber(name, number); break;
            case double number when double.IsFinite(number): json.WriteNumber(name, number); break;
            case decimal number: json.WriteNumber(name, number); break;
            case IFormattable formattable: json.WriteString(name, formattable.ToString(null, CultureInfo.InvariantCulture)); break;
            default: json.WriteString(name, value.ToString()); break;
        }
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARNING",
        LogLevel.Error => "ERROR",
        _ => "CRITICAL",
    };
}
