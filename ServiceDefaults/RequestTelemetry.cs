using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceDefaults.Requests;

namespace ServiceDefaults;

/// <summary>One log line a request, and a span that says how it ended.</summary>
internal static class RequestTelemetry
{
    public static void AddRequestTelemetry(this IHostApplicationBuilder builder) =>
        builder.Services.AddTransient<IStartupFilter, RequestTelemetryStartupFilter>();
}
