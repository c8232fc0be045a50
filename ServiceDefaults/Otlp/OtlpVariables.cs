using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace ServiceDefaults.Otlp;

/// <summary>
/// The OTEL_EXPORTER_OTLP_* variables of one signal: its own, as OTEL_EXPORTER_OTLP_TRACES_TIMEOUT, wins over that of all, OTEL_EXPORTER_OTLP_TIMEOUT.
/// https://opentelemetry.io/docs/specs/otel/protocol/exporter/
/// </summary>
internal sealed class OtlpVariables(OtlpSignal signal, IConfiguration configuration)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    private readonly string _signal = signal.Name.ToUpperInvariant();

    /// <summary>Nothing of this signal is to leave.</summary>
    public bool IsOff => Is("OTEL_SDK_DISABLED", "true") || Is($"OTEL_{_signal}_EXPORTER", "none");

    /// <summary>Null when no variable names one. The signal's own is taken as it is; to that of all OTLP over HTTP appends the signal's path.</summary>
    public Uri? Endpoint
    {
        get
        {
            if (Find("ENDPOINT") is not { } found)
                return null;
            if (!TryParseAddress(found.Value, out var address))
                throw Invalid(found, "Give it as a URL with scheme, such as http://localhost:4318, or remove it to do without");

            var isWhole = found.Variable != Prefix + "ENDPOINT" || Protocol == OtlpExportProtocol.Grpc || address.AbsolutePath.EndsWith(signal.Path, StringComparison.Ordinal);
            return isWhole ? address : new Uri(address.AbsoluteUri.TrimEnd('/') + signal.Path);
        }
    }

    public OtlpExportProtocol Protocol => Find("PROTOCOL") switch
    {
        null or { Value: "grpc" } => OtlpExportProtocol.Grpc,
        { Value: "http/protobuf" } => OtlpExportProtocol.HttpProtobuf,
        { } other => throw Invalid(other, "Use grpc or http/protobuf"),
    };

    public OtlpExportCompression Compression => Find("COMPRESSION") switch
    {
        null or { Value: "none" } => OtlpExportCompression.None,
        { Value: "gzip" } => OtlpExportCompression.GZip,
        { } other => throw Invalid(other, "Use gzip or none"),
    };

    public TimeSpan Timeout => Find("TIMEOUT") switch
    {
        null => TimeSpan.FromSeconds(10),
        { } found when int.TryParse(found.Value, out var milliseconds) && milliseconds > 0 => TimeSpan.FromMilliseconds(milliseconds),
        { } other => throw Invalid(other, "Give it in milliseconds, such as 10000"),
    };

    // The message leaves the value out: it holds keys.
    public string? Headers => Find("HEADERS") is not { } found ? null
        : Uri.UnescapeDataString(found.Value).Split(',').All(header => header.IndexOf('=') > 0) ? found.Value
        : throw new InvalidOperationException($"{found.Variable} is not understood. Give it as name=value,name=value.");

    public static bool TryParseAddress(string value, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(value, UriKind.Absolute, out address) && address.Scheme is "http" or "https";

    private static InvalidOperationException Invalid((string Variable, string Value) found, string advice) =>
        new($"{found.Variable} is '{found.Value}'. {advice}.");

    private (string Variable, string Value)? Find(string name)
    {
        foreach (var variable in (string[])[$"{Prefix}{_signal}_{name}", Prefix + name])
        {
            if (configuration[variable] is { } value && !string.IsNullOrWhiteSpace(value))
                return (variable, value.Trim());
        }

        return null;
    }

    private bool Is(string variable, string value) => string.Equals(configuration[variable]?.Trim(), value, StringComparison.OrdinalIgnoreCase);
}
