using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Where the dashboard listens and who may use it, from the configuration keys of the official AppHost.</summary>
internal sealed record DashboardOptions
{
    private const int DefaultFrontendPort = 18888;

    /// <summary>Of its pages.</summary>
    public required int FrontendPort { get; init; }

    /// <summary>Of OTLP over gRPC; null for any free port.</summary>
    public required int? OtlpGrpcPort { get; init; }

    /// <summary>Of OTLP over HTTP; null for any free port.</summary>
    public required int? OtlpHttpPort { get; init; }

    /// <summary>Of our own service that the dashboard reads; 0 for any free port.</summary>
    public required int ResourceServicePort { get; init; }

    /// <summary>What a browser shows once, in the login URL; null lets anybody in.</summary>
    public required string? BrowserToken { get; init; }

    /// <summary>What senders of telemetry show in the header <c>x-otlp-api-key</c>; null lets anybody send.</summary>
    public required string? OtlpApiKey { get; init; }

    /// <summary>What readers of <c>/api/telemetry</c> show in the header <c>x-api-key</c>; null lets anybody read.</summary>
    public required string? TelemetryApiKey { get; init; }

    /// <summary>What the dashboard shows to our resource service.</summary>
    public required string ResourceServiceApiKey { get; init; }

    /// <exception cref="DistributedApplicationException">A configured address cannot be used; the message says which.</exception>
    public static DashboardOptions Read(IConfiguration configuration)
    {
        var anonymous = configuration.GetValue("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", defaultValue: false);

        var randomizePorts = configuration.GetValue("DcpPublisher:RandomizePorts", defaultValue: false); // the other ports are given by the engine, which knows

        return new DashboardOptions
        {
            FrontendPort = ReadFrontendPort(configuration["ASPNETCORE_URLS"]),
            OtlpGrpcPort = ReadPort(configuration, "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"),
            OtlpHttpPort = ReadPort(configuration, "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"),
            ResourceServicePort = randomizePorts ? 0 : ReadPort(configuration, "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL") ?? 0,
            BrowserToken = anonymous ? null : configuration["AppHost:BrowserToken"] ?? CreateSecret(),
            OtlpApiKey = anonymous ? null : configuration["AppHost:OtlpApiKey"] ?? CreateSecret(),
            TelemetryApiKey = anonymous ? null : configuration["AppHost:DashboardApiKey"] ?? CreateSecret(),
            ResourceServiceApiKey = configuration["AppHost:ResourceService:ApiKey"] ?? CreateSecret(),
        };
    }

    /// <summary>Puts what was generated where the official AppHost puts it, so that tests and tools can sign in.</summary>
    public void WriteSecrets(IConfiguration configuration)
    {
        configuration["AppHost:BrowserToken"] = BrowserToken;
        configuration["AppHost:OtlpApiKey"] = OtlpApiKey;
        configuration["AppHost:DashboardApiKey"] = TelemetryApiKey;
        configuration["AppHost:ResourceService:ApiKey"] = ResourceServiceApiKey;
    }

    /// <summary>A launch profile may offer https beside http; there is no certificate for it here.</summary>
    private static int ReadFrontendPort(string? urls)
    {
        if (string.IsNullOrWhiteSpace(urls))
            return DefaultFrontendPort;

        var http = urls.Split(';', StringSplitOptions.TrimEntries).FirstOrDefault(url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase));
        return http is not null
            ? ReadPort("ASPNETCORE_URLS", http)
            : throw new DistributedApplicationException($"ASPNETCORE_URLS is '{urls}', but the dashboard is served over http only. Add an http address, such as http://localhost:{DefaultFrontendPort}.");
    }

    private static int? ReadPort(IConfiguration configuration, string key) =>
        string.IsNullOrWhiteSpace(configuration[key]) ? null : ReadPort(key, configuration[key]!);

    private static int ReadPort(string key, string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.IsLoopback
            ? uri.Port
            : throw new DistributedApplicationException($"{key} is '{url}'. Set it to an address on this machine, such as http://localhost:{DefaultFrontendPort}.");

    private static string CreateSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
