using Microsoft.Extensions.Hosting;

namespace ServiceDefaults;

/// <summary>What log lines and metrics call the service: OTEL_SERVICE_NAME, else the application's name.</summary>
internal static class ServiceName
{
    public static string Of(IHostApplicationBuilder builder) => builder.Configuration["OTEL_SERVICE_NAME"] ?? builder.Environment.ApplicationName;
}
