namespace Tests.Support.Otlp;

internal sealed record OtlpLogRecord(
    string? Service, string Category, string Severity, string? Body, IReadOnlyDictionary<string, object?> Attributes, string TraceId, string SpanId);
