using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace ServiceDefaults;

/// <summary>An address that takes OTLP, found in the configuration.</summary>
/// <param name="Name">What its exporter options are called.</param>
/// <param name="Endpoint">Where OTLP over HTTP is posted to; null means where and how the OTEL_EXPORTER_OTLP_* variables say.</param>
internal sealed record OtlpDestination(string Name, Uri? Endpoint = null)
{
    /// <summary>The Aspire dashboard, or whatever else OTEL_EXPORTER_OTLP_ENDPOINT names.</summary>
    public static OtlpDestination? Dashboard(IConfiguration configuration) =>
        string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]) ? null : new("dashboard");

    /// <summary>The dashboard, and Tempo when the connection string "tempo" is set to the base address of its OTLP over HTTP.</summary>
    public static IReadOnlyList<OtlpDestination> ForTraces(IConfiguration configuration) =>
        Present(Dashboard(configuration), Store(configuration, "tempo", "/v1/traces"));

    /// <summary>The dashboard, and Loki when the connection string "loki" is set to the base address of its OTLP over HTTP.</summary>
    public static IReadOnlyList<OtlpDestination> ForLogs(IConfiguration configuration) =>
        Present(Dashboard(configuration), Store(configuration, "loki", "/v1/logs"));

    /// <summary>Points an exporter here. Without an address of our own the standard variables, already read, stay as they are.</summary>
    public void Apply(OtlpExporterOptions options)
    {
        if (Endpoint is null)
            return;

        options.Endpoint = Endpoint;
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Headers = null; // those of the variables hold the dashboard's key
    }

    private static OtlpDestination? Store(IConfiguration configuration, string name, string path)
    {
        var value = configuration.GetConnectionString(name);
        if (string.IsNullOrWhiteSpace(value))
            return null;

        return Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new(name, new Uri(address.AbsoluteUri.TrimEnd('/') + path))
            : throw new InvalidOperationException(
                $"ConnectionStrings:{name} is '{value}'. Give it as a URL with scheme, such as http://localhost:4318, or remove it to do without.");
    }

    private static List<OtlpDestination> Present(params IEnumerable<OtlpDestination?> destinations) => [.. destinations.OfType<OtlpDestination>()];
}
