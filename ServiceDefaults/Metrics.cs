using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceDefaults.Otlp;
using ServiceDefaults.Prometheus;
using ServiceDefaults.Recording;

namespace ServiceDefaults;

/// <summary>Every meter of the process, for Prometheus to scrape.</summary>
internal static class Metrics
{
    public const string PrivatePrefix = "Private.";

    public static void AddPrometheusMetrics(this IHostApplicationBuilder builder)
    {
        var options = PrometheusOptions.From(builder.Configuration, ServiceName.Of(builder));
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
        if (!options.Enabled)
            return;

        routes.MapPrometheus(options.Path);
        routes.MapCustomMetrics(options.Path);
    }

    /// <summary>Meters that .NET keeps for its own diagnosis, dozens of series about QUIC in every process, and those of <see cref="PrivateMeters"/>.</summary>
    public static bool IsPrivate(Meter meter) => meter.Name.StartsWith(PrivatePrefix, StringComparison.Ordinal);
}
