using System.Text.Json;

namespace Tests.Support.Telemetry;

/// <summary>OTLP as JSON, which the dashboard gives: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding.</summary>
internal static class OtlpJson
{
    /// <summary>The service that a group of spans or log records comes from.</summary>
    public static string Service(JsonElement group) => Attributes(group.GetProperty("resource")).GetValueOrDefault("service.name", "");

    /// <summary>The attributes of a resource, span or log record; the dashboard keeps all values as text.</summary>
    public static Dictionary<string, string> Attributes(JsonElement item) => item.TryGetProperty("attributes", out var attributes)
        ? attributes.EnumerateArray().ToDictionary(attribute => attribute.GetProperty("key").GetString()!, attribute => attribute.GetProperty("value").GetProperty("stringValue").GetString() ?? "")
        : [];
}
