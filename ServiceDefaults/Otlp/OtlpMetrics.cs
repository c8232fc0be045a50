using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace ServiceDefaults.Otlp;

/// <summary>Every meter of the process, to the OTLP destination of metrics where one is set. Prometheus does not get them from here.</summary>
internal static class OtlpMetrics
{
    public static void AddOtlpMetrics(this IHostApplicationBuilder builder)
    {
        if (OtlpDestination.For(OtlpSignal.Metrics, builder.Configuration) is not [var destination])
            return;

        if (OtlpConnection.IsOurs(builder.Configuration))
        {
            builder.Services.AddOptions<OtlpExporterOptions>(destination.Name).Configure<IMeterFactory>((options, meters) =>
                options.HttpClientFactory = () => new HttpClient(OtlpConnection.NewHandler(meters)) { Timeout = destination.Timeout });
        }

        builder.OpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("*")
            .AddView(instrument => Metrics.IsPrivate(instrument.Meter) ? MetricStreamConfiguration.Drop : null)
            .AddOtlpExporter(destination.Name, destination.Apply));
    }
}
