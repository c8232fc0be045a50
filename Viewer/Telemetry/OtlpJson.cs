using System.Globalization;
using System.Text.Json;

namespace Viewer.Telemetry;

/// <summary>OTLP's JSON (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding) as lines and traces. What a sender left out is empty here.</summary>
internal static class OtlpJson
{
    private const int ErrorStatus = 2;

    // {"resourceLogs":[{"resource":…,"scopeLogs":[{"scope":…,"logRecords":[…]}]}]}
    public static IEnumerable<LogEntry> ReadLogs(JsonElement data) =>
        from owner in Items(data, "resourceLogs")
        let service = ServiceOf(owner)
        from scope in Items(owner, "scopeLogs")
        from record in Items(scope, "logRecords")
        select new LogEntry(
            Time(Nanoseconds(record, "timeUnixNano")),
            service,
            record.TryGetProperty("severityNumber", out var severity) ? severity.GetInt32() : 0,
            Text(record, "severityText") ?? "",
            record.TryGetProperty("body", out var body) ? Value(body) : "",
            Attributes(record).Where(attribute => !attribute.Key.StartsWith("aspire.", StringComparison.Ordinal)).ToDictionary(),
            Text(record, "traceId"));

    // {"resourceSpans":[{"resource":…,"scopeSpans":[{"scope":…,"spans":[…]}]}]}
    public static IEnumerable<TraceEntry> ReadTraces(JsonElement data, string? service) =>
        from owner in Items(data, "resourceSpans")
        let of = ServiceOf(owner)
        from scope in Items(owner, "scopeSpans")
        from span in Items(scope, "spans")
        let failed = span.TryGetProperty("status", out var status) && status.TryGetProperty("code", out var code) && code.GetInt32() == ErrorStatus
        group (Service: of, Span: span, Start: Nanoseconds(span, "startTimeUnixNano"), End: Nanoseconds(span, "endTimeUnixNano"), Failed: failed) by Text(span, "traceId") into trace
        let first = trace.OrderBy(span => span.Start).First()
        let own = trace.Where(span => service is null || span.Service == service).ToList()
        select new TraceEntry(
            Time(first.Start),
            trace.Key,
            Text(first.Span, "name") ?? "",
            first.Service,
            Seconds(trace.Max(span => span.End) - first.Start),
            trace.Count(),
            own.Exists(span => span.Failed),
            Seconds(own.Select(span => span.End - span.Start).DefaultIfEmpty().Max()));

    private static string ServiceOf(JsonElement owner) =>
        owner.TryGetProperty("resource", out var resource) ? Attributes(resource).FirstOrDefault(attribute => attribute.Key == "service.name").Value ?? "" : "";

    private static JsonElement.ArrayEnumerator Items(JsonElement owner, string name) => owner.TryGetProperty(name, out var items) ? items.EnumerateArray() : default;

    // [{"key":"status_code","value":{"stringValue":"401"}}]
    private static IEnumerable<KeyValuePair<string, string>> Attributes(JsonElement owner) =>
        from attribute in Items(owner, "attributes")
        select KeyValuePair.Create(Text(attribute, "key") ?? "", attribute.TryGetProperty("value", out var value) ? Value(value) : "");

    private static string Value(JsonElement value) => value.EnumerateObject().FirstOrDefault().Value is { ValueKind: not JsonValueKind.Undefined } found ? found.ToString() : "";

    private static string? Text(JsonElement owner, string name) => owner.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static long Nanoseconds(JsonElement owner, string name) => Text(owner, name) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : 0;

    private static double Seconds(long nanoseconds) => nanoseconds / 1e9;

    private static DateTimeOffset Time(long nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
}
