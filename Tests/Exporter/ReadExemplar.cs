namespace Tests.Exporter;

/// <summary>What stands behind the value of a line.</summary>
/// <param name="TraceId">32 hexadecimal digits.</param>
/// <param name="SpanId">16 hexadecimal digits.</param>
/// <param name="Value">What was recorded.</param>
/// <param name="Time">When, in seconds since 1970.</param>
internal sealed record ReadExemplar(string TraceId, string SpanId, double Value, double Time);
