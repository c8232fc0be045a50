using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ServiceDefaults.Otlp;

/// <summary>Ties OpenTelemetry's providers to the host: they live from its start to its stop, and send at the stop what they still hold.</summary>
internal static class OpenTelemetryLifetime
{
    // Longer, and a destination that is down would hold up every stop.
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(1.5);

    public static void AddOpenTelemetryLifetime(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ExportLosses>();
        builder.Services.AddHostedService<Lifetime>();

        // The variables come last: OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
        builder.OpenTelemetry().ConfigureResource(resource => resource
            .Clear()
            .AddService(builder.Environment.ApplicationName)
            .AddAttributes(
            [
                new("service", ServiceName.Of(builder)), // a label of logs, called as in Prometheus: Loki itself can rename none
                new("deployment.environment.name", builder.Environment.EnvironmentName.ToLowerInvariant()),
            ])
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector());
    }

    public static IOpenTelemetryBuilder OpenTelemetry(this IHostApplicationBuilder builder) => new Builder(builder.Services);

    /// <summary>What the package OpenTelemetry.Extensions.Hosting would bring; the two can be used side by side.</summary>
    private sealed class Builder(IServiceCollection services) : IOpenTelemetryBuilder
    {
        public IServiceCollection Services => services;
    }

    private sealed class Lifetime(IServiceProvider services, ExportLosses losses, ILoggerFactory loggers) : IHostedService
    {
        private TracerProvider? _traces;
        private MeterProvider? _metrics;
        private LoggerProvider? _logs;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            losses.Log = loggers.CreateLogger(ExportLog.Category);
            _traces = services.GetService<TracerProvider>();
            _metrics = services.GetService<MeterProvider>();
            _logs = services.GetService<LoggerProvider>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            var timeout = (int)FlushTimeout.TotalMilliseconds;
            return Task.WhenAll(
                Run(() => _traces?.Shutdown(timeout)),
                Run(() => _metrics?.Shutdown(timeout)),
                Run(() => _logs?.Shutdown(timeout)));

            // On threads of their own: they block, and what they wait for may need the thread pool.
            static Task Run(Action shutdown) => Task.Factory.StartNew(shutdown, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }
}
