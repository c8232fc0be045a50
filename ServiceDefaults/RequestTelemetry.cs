using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceDefaults.Requests;

namespace ServiceDefaults;

/// <summary>One log line a request, a span that says how it ended, its sizes, and how many are under way.</summary>
internal static class RequestTelemetry
{
    public static void AddRequestTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(RequestOptions.From(builder.Configuration));
        builder.Services.AddSingleton<ObservedRoutes>();
        builder.Services.AddSingleton<RequestMetrics>();
        builder.Services.AddSingleton<RequestTelemetryFailures>();

        // Before those that the web host has put there: also a request that host filtering turns away has its line.
        builder.Services.Insert(0, ServiceDescriptor.Transient<IStartupFilter, RequestTelemetryStartupFilter>());
    }
}
