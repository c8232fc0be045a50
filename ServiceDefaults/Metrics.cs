using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using ServiceDefaults.Prometheus;
using ServiceDefaults.Recording;

namespace ServiceDefaults;

/// <summary>Every meter of the process, for Prometheus to scrape and, where an OTLP endpoint is set, for the Aspire dashboard.</summary>
internal static class Metrics
{
    public static void AddPrometheusMetrics(this IHostApplicationBuilder builder)
    {
        var options = PrometheusOptions.From(builder.Configuration, builder.Configuration["OTEL_SERVICE_NAME"] ?? builder.Environment.ApplicationName);
        builder.Services.AddSingleton(options);
        if (!options.Enabled)
            return;

        builder.Services.AddSingleton<MetricStore>();
        builder.Services.AddSingleton<RecordingTroubles>();
        builder.Services.AddSingleton<RecordingTroublesMetrics>();
        builder.Services.AddSingleton<ProcessMetrics>();
        builder.Services.AddHostedService<MetricStoreStarter>();
    }

    public static void MapPrometheusMetrics(this IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<PrometheusOptions>();
        if (options.Enabled)
            routes.MapPrometheus(options.Path);
    }

    public static void AddOtlpMetrics(this IHostApplicationBuilder builder)
    {
        if (OtlpDestination.Dashboard(builder.Configuration) is null)
            return;

        builder.OpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("*")
            .AddView(instrument => IsPrivate(instrument.Meter) ? MetricStreamConfiguration.Drop : null)
            .AddOtlpExporter());
    }

    /// <summary>Meters that .NET keeps for its own diagnosis: dozens of series about QUIC, in every process.</summary>
    public static bool IsPrivate(Meter meter) => meter.Name.StartsWith("Private.", StringComparison.Ordinal);
}
