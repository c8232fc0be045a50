namespace ServiceDefaults;

/// <summary>The meter of what telemetry tells about itself: what it had to drop, and what failed. Take it from <c>IMeterFactory</c>.</summary>
internal static class TelemetryMeter
{
    public const string Name = "ServiceDefaults";

    /// <summary>Counter, <c>{measurement}</c>: recorded into the overflow series, for the instrument has reached its limit of series. The log names the instrument.</summary>
    public const string OverflowedMeasurements = "telemetry.measurements.overflowed";

    /// <summary>Counter, <c>{measurement}</c>: not recorded, for it was invalid or its callback threw. The log names the instrument.</summary>
    public const string FailedMeasurements = "telemetry.measurements.failed";

    /// <summary>Counter, <c>{line}</c>: log lines that were not written to standard output, for it could not keep up.</summary>
    public const string DroppedLogLines = "telemetry.log.lines.dropped";

    /// <summary>Counter, <c>{item}</c>: spans and log records that an OTLP destination did not get. Tags: <see cref="DestinationTag"/>, <see cref="SignalTag"/>, <see cref="ReasonTag"/>.</summary>
    public const string LostItems = "telemetry.export.lost";

    /// <summary>Counter, <c>{request}</c>: answered, but not told completely, for telemetry itself threw.</summary>
    public const string FailedRequests = "telemetry.requests.failed";

    /// <summary>The name of an OTLP destination: dashboard, tempo, loki.</summary>
    public const string DestinationTag = "destination";

    /// <summary>traces or logs.</summary>
    public const string SignalTag = "signal";

    /// <summary>queue_full: nobody took them away in time; refused: the destination did not take them.</summary>
    public const string ReasonTag = "reason";
}
