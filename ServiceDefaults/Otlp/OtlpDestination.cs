using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace ServiceDefaults.Otlp;

/// <summary>An address that takes one signal by OTLP, found in the configuration.</summary>
/// <param name="Name">What metrics and log lines call it.</param>
/// <param name="Signal">What it takes.</param>
/// <param name="Endpoint">Where requests go; of gRPC the server, of HTTP the whole path.</param>
/// <param name="Protocol">How it is spoken to.</param>
/// <param name="Headers">What each request carries, as <c>name=value,name=value</c>.</param>
/// <param name="Timeout">How long it may take to answer.</param>
/// <param name="Compression">Of what is sent.</param>
internal sealed record OtlpDestination(
    string Name, OtlpSignal Signal, Uri Endpoint, OtlpExportProtocol Protocol, string? Headers, TimeSpan Timeout, OtlpExportCompression Compression)
{
    /// <summary>
    /// Whatever the OTEL_EXPORTER_OTLP_* variables name (under Aspire its dashboard); and Tempo for traces, Loki for logs, when the connection string
    /// <c>tempo</c> or <c>loki</c> is set to the base address of its OTLP over HTTP.
    /// </summary>
    public static IReadOnlyList<OtlpDestination> For(OtlpSignal signal, IConfiguration configuration)
    {
        var variables = new OtlpVariables(signal, configuration);
        if (variables.IsOff)
            return [];

        OtlpDestination?[] all = [Dashboard(signal, variables), signal == OtlpSignal.Traces ? Store("tempo") : signal == OtlpSignal.Logs ? Store("loki") : null];
        return [.. all.OfType<OtlpDestination>()];

        OtlpDestination? Store(string name) => configuration.GetConnectionString(name) is { } address && !string.IsNullOrWhiteSpace(address)
            ? new(name, signal, StoreEndpoint(name, address, signal), OtlpExportProtocol.HttpProtobuf, Headers: null, variables.Timeout, variables.Compression)
            : null; // without headers: those of the variables hold the dashboard's key
    }

    /// <summary>The address as a log may show it: without a user's name and password.</summary>
    public string Address => Endpoint.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Points an exporter here.</summary>
    public void Apply(OtlpExporterOptions options)
    {
        options.Endpoint = Endpoint;
        options.Protocol = Protocol;
        options.Headers = Headers;
        options.TimeoutMilliseconds = (int)Timeout.TotalMilliseconds;
        options.Compression = Compression;
    }

    private static OtlpDestination? Dashboard(OtlpSignal signal, OtlpVariables variables) => variables.Endpoint is { } endpoint
        ? new("dashboard", signal, endpoint, variables.Protocol, variables.Headers, variables.Timeout, variables.Compression)
        : null;

    private static Uri StoreEndpoint(string name, string address, OtlpSignal signal) =>
        OtlpVariables.TryParseAddress(address, out var url)
            ? new Uri(url.AbsoluteUri.TrimEnd('/') + signal.Path)
            : throw new InvalidOperationException(
                $"ConnectionStrings:{name} is '{address}'. Give it as a URL with scheme, such as http://localhost:4318, or remove it to do without.");
}
