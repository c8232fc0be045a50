namespace Bench.Scale;

/// <summary>What a time in use came to.</summary>
/// <param name="Page">The metrics at its end.</param>
/// <param name="OpenMetricsBytes">How long they are as OpenMetrics, with exemplars.</param>
/// <param name="Requests">How many were answered.</param>
/// <param name="Spans">How many were sent, in how many bytes.</param>
/// <param name="Records">How many log records were sent, in how many bytes.</param>
/// <param name="Growth">Bytes by which the database grew.</param>
/// <param name="Connections">To PostgreSQL at the end.</param>
internal sealed record BusyTime(
    ReplicaPage Page, int OpenMetricsBytes, double Requests, (long Count, long Bytes) Spans, (long Count, long Bytes) Records, long Growth, long Connections);
