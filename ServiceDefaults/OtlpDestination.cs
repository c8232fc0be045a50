using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace ServiceDefaults;

/// <summary>An address that takes OTLP, found in the configuration.</summary>
/// <param name="Name">What its exporter options are called.</param>
/// <param name="Endpoint">Where it is; null means as the OTEL_EXPORTER_OTLP_* variables say.</param>
/// <param name="Protocol">How it is spoken to; means nothing without <paramref name="Endpoint"/>.</param>
internal sealed record OtlpDestination(string Name, Uri? Endpoint = null, OtlpExportProtocol Protocol = OtlpExportProtocol.Grpc)
{
    private const string TracesPath = "/v1/traces";
    private const string LokiLogsPath = "/otlp/v1/logs";

    /// <summary>The Aspire dashboard, or whatever else OTEL_EXPORTER_OTLP_ENDPOINT names.</summary>
    public static OtlpDestination? Dashboard(IConfiguration configuration) =>
        string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]) ? null : new("dashboard");

    /// <summary>The dashboard, and Tempo when the connection string "tempo" is set: OTLP/HTTP when it ends in /v1/traces, else OTLP/gRPC.</summary>
    public static IReadOnlyList<OtlpDestination> ForTraces(IConfiguration configuration) =>
        Present(Dashboard(configuration), ConnectionString(configuration, "tempo") is { } tempo
            ? new("tempo", tempo, tempo.AbsolutePath.EndsWith(TracesPath, StringComparison.Ordinal) ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc)
            : null);

    /// <summary>The dashboard, and Loki when the connection string "loki" (its base URL) is set. Loki takes OTLP over HTTP only.</summary>
    public static IReadOnlyList<OtlpDestination> ForLogs(IConfiguration configuration) =>
        Present(Dashboard(configuration), ConnectionString(configuration, "loki") is { } loki
            ? new("loki", new Uri(loki.AbsoluteUri.TrimEnd('/') + LokiLogsPath), OtlpExportProtocol.HttpProtobuf)
            : null);

    /// <summary>Points an exporter here. Without an address of our own the standard variables, already read, stay as they are.</summary>
    public void Apply(OtlpExporterOptions options)
    {
        if (Endpoint is null)
            return;

        options.Endpoint = Endpoint;
        options.Protocol = Protocol;
        options.Headers = null; // those of the variables hold the dashboard's key
    }

    private static Uri? ConnectionString(IConfiguration configuration, string name)
    {
        var value = configuration.GetConnectionString(name);
        if (string.IsNullOrWhiteSpace(value))
            return null;

        return Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new InvalidOperationException(
                $"ConnectionStrings:{name} is '{value}'. Give it as a URL with scheme, such as http://localhost:4317, or remove it to do without.");
    }

    private static List<OtlpDestination> Present(params IEnumerable<OtlpDestination?> destinations) => [.. destinations.OfType<OtlpDestination>()];
}
