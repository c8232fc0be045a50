using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Logs;

namespace ServiceDefaults;

/// <summary>Logs: one JSON object a line to standard output.</summary>
internal static class JsonLogs
{
    public static void AddJsonLogs(this IHostApplicationBuilder builder)
    {
        var service = builder.Configuration["OTEL_SERVICE_NAME"] ?? builder.Environment.ApplicationName;

        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(services =>
            new JsonLoggerProvider(Console.OpenStandardOutput(), service, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<ILoggerProvider>(services => services.GetRequiredService<JsonLoggerProvider>());

        // ASP.NET Core's own request lines say less than ours; while its category is on at any level, each request pays for a scope.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
    }
}
