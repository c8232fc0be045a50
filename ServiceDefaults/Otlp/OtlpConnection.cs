using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;

namespace ServiceDefaults.Otlp;

/// <summary>What telemetry travels by. It tells nothing of itself: spans and <c>http.client.*</c> are what the service asks of others.</summary>
internal static class OtlpConnection
{
    /// <summary>Whether it is ours. With certificates it is the exporter's own affair, and nobody listens to what is answered.</summary>
    public static bool IsOurs(IConfiguration configuration) =>
        configuration["OTEL_EXPORTER_OTLP_CERTIFICATE"] is null && configuration["OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE"] is null;

    /// <summary>A handler that makes neither spans nor metrics.</summary>
    public static SocketsHttpHandler NewHandler(IMeterFactory meters) => new() { ActivityHeadersPropagator = null, MeterFactory = new PrivateMeters(meters) };
}
