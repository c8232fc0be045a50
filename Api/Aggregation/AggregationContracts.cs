using System.Text.Json.Serialization;

namespace Api.Aggregation;

/// <summary>What Prometheus knows, in 23 values.</summary>
/// <param name="Timestamp">When it was asked, in UTC.</param>
/// <param name="Metrics">Values by category and name, as texts; N/A for what Prometheus has no series of.</param>
/// <param name="Error">Why it could not be learnt; not there when it could.</param>
internal sealed record SummaryResponse(
    DateTime Timestamp,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Metrics,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SummaryError? Error);

/// <summary>Why Prometheus told nothing.</summary>
/// <param name="Message">What happened, and what to do where something can be done.</param>
/// <param name="LastDataAgeSeconds">How long ago it last told something; null when it did not since this replica started.</param>
internal sealed record SummaryError(string Message, [property: JsonPropertyName("last_data_age_seconds")] double? LastDataAgeSeconds);
