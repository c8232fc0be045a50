namespace Tests.Support.Otlp;

/// <summary>Configuration of a service that sends to sinks, without the waiting that OpenTelemetry does by default.</summary>
internal static class OtlpSettings
{
    public static (string Key, string Value)[] Quick { get; } =
    [
        ("OTEL_SERVICE_NAME", "small"), ("OTEL_BSP_SCHEDULE_DELAY", "50"), ("OTEL_BLRP_SCHEDULE_DELAY", "50"), ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
    ];

    public static (string Key, string Value)[] Dashboard(string url, bool grpc = false) =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", url), ("OTEL_EXPORTER_OTLP_PROTOCOL", grpc ? "grpc" : "http/protobuf"), ("OTEL_EXPORTER_OTLP_HEADERS", "x-otlp-api-key=the key"),
    ];

    public static (string Key, string Value) Tempo(string url) => ("ConnectionStrings:tempo", url);

    public static (string Key, string Value) Loki(string url) => ("ConnectionStrings:loki", url + "/otlp");
}
