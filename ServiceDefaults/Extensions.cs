using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using ServiceDefaults.Otlp;

namespace ServiceDefaults;

/// <summary>What every service gets: two lines in its Program.cs.</summary>
public static class Extensions
{
    /// <summary>Adds JSON logs, metrics, traces, their OTLP destinations, health checks and an end without loss. Call it before adding anything else.</summary>
    /// <returns>The same builder.</returns>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.Services.TryAddSingleton(TimeProvider.System);

        builder.AddOpenTelemetryLifetime();
        builder.AddJsonLogs();
        builder.AddOtlpLogs();
        builder.AddPrometheusMetrics();
        builder.AddOtlpMetrics();
        builder.AddTraces();
        builder.AddRequestTelemetry();
        builder.AddHealth();
        builder.AddManagementPort();
        Shutdown.AddTo(builder);
        return builder;
    }

    /// <summary>
    /// Maps <c>/health</c> (every check), <c>/alive</c> (the process answers) and <c>/metrics</c> (Prometheus), in every environment,
    /// without sign-in. None of them is logged, traced or counted as traffic; <c>/metrics/custom</c> (JSON, for a look at some of it) is. Where <c>Management:Port</c> is set they answer on that port only.
    /// </summary>
    /// <returns>The same app.</returns>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        var routes = app.MapManagement();
        routes.MapHealth();
        routes.MapPrometheusMetrics();
        return app;
    }
}
