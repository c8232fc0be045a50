namespace Viewer.Telemetry;

/// <summary>A trace, as one line, seen from one of the services that took part in it.</summary>
/// <param name="Time">When its first span began.</param>
/// <param name="TraceId">Its id.</param>
/// <param name="Name">The name of its first span.</param>
/// <param name="Service">Whose span that is.</param>
/// <param name="Seconds">From the beginning of the first span to the end of the last.</param>
/// <param name="Spans">How many there are.</param>
/// <param name="Failed">Whether a span of the service failed: what it answers as it should may be a failure to its caller.</param>
/// <param name="Longest">The longest span of the service, in seconds.</param>
internal sealed record TraceEntry(DateTimeOffset Time, string TraceId, string Name, string Service, double Seconds, int Spans, bool Failed, double Longest);
