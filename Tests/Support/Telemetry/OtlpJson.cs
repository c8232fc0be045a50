using System.Text.Json;

namespace Tests.Support.Telemetry;

/// <summary>OTLP as JSON, which the dashboard gives: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding.</summary>
internal static class OtlpJson
{
    /// <summary>What is in the groups of groups that OTLP sends, each with the service that it comes from.</summary>
    public static IEnumerable<(string Service, JsonElement Item)> Items(JsonElement? data, string resources, string scopes, string items) => data is not { } found
        ? []
        : from resource in found.GetProperty(resources).EnumerateArray()
          let service = Service(resource)
          from scope in resource.GetProperty(scopes).EnumerateArray()
          from item in scope.GetProperty(items).EnumerateArray()
          select (service, item);

    /// <summary>The attributes of a resource, span or log record; the dashboard keeps all values as text.</summary>
    public static Dictionary<string, string> Attributes(JsonElement item) => item.TryGetProperty("attributes", out var attributes)
        ? attributes.EnumerateArray().ToDictionary(attribute => attribute.GetProperty("key").GetString()!, attribute => attribute.GetProperty("value").GetProperty("stringValue").GetString() ?? "")
        : [];

    private static string Service(JsonElement group) => Attributes(group.GetProperty("resource")).GetValueOrDefault("service.name", "");
}
