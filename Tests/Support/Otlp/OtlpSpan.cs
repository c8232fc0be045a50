namespace Tests.Support.Otlp;

internal sealed record OtlpSpan(
    string? Service,
    string Scope,
    string TraceId,
    string SpanId,
    string ParentSpanId,
    string Name,
    OtlpSpanKind Kind,
    IReadOnlyDictionary<string, object?> Attributes,
    IReadOnlyList<(string Name, Dictionary<string, object?> Attributes)> Events,
    IReadOnlyList<(string TraceId, string SpanId)> Links,
    bool IsError);
