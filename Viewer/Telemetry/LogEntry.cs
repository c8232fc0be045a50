namespace Viewer.Telemetry;

/// <summary>A line of a service's log.</summary>
/// <param name="Time">When it was written.</param>
/// <param name="Service">Who wrote it.</param>
/// <param name="Severity">OpenTelemetry's number, from 1 (finest trace) to 24 (fatal).</param>
/// <param name="Level">The severity in the service's words, such as <c>Warning</c>.</param>
/// <param name="Message">What it says.</param>
/// <param name="Attributes">What it knows besides.</param>
/// <param name="TraceId">The request that it belongs to.</param>
internal sealed record LogEntry(
    DateTimeOffset Time, string Service, int Severity, string Level, string Message, IReadOnlyDictionary<string, string> Attributes, string? TraceId);
