using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

namespace ServiceDefaults.Otlp;

/// <summary>Sends each item to every destination. Each has a queue, a thread and connections of its own: one that is down, slow or mad costs the others nothing.</summary>
internal static class Fanout
{
    public static BaseProcessor<Activity> OfSpans(IServiceProvider services, IReadOnlyList<OtlpDestination> destinations)
    {
        var options = services.GetRequiredService<IOptions<BatchExportActivityProcessorOptions>>().Value; // from the OTEL_BSP_* variables
        return Create<Activity>(
            services, destinations, options, exporter => new OtlpTraceExporter(exporter), (exporter, account) => new SpanQueue(exporter, account, options));
    }

    public static BaseProcessor<LogRecord> OfLogRecords(IServiceProvider services, IReadOnlyList<OtlpDestination> destinations)
    {
        var options = services.GetRequiredService<IOptions<BatchExportLogRecordProcessorOptions>>().Value; // from the OTEL_BLRP_* variables
        return Create<LogRecord>(
            services, destinations, options, exporter => new OtlpLogExporter(exporter), (exporter, account) => new LogRecordQueue(exporter, account, options));
    }

    private static CompositeProcessor<T> Create<T>(
        IServiceProvider services,
        IReadOnlyList<OtlpDestination> destinations,
        BatchExportProcessorOptions<T> batches,
        Func<OtlpExporterOptions, BaseExporter<T>> createExporter,
        Func<CountedExporter<T>, ExportAccount, BaseProcessor<T>> createQueue)
        where T : class
    {
        var losses = services.GetRequiredService<ExportLosses>();

        // The outer one is for OpenTelemetry to append a service's own processors to; it would take the inner one for that, which does not know of them.
        return new([new ParallelProcessor<T>(destinations.SelectMany(Connect).ToList())]);

        BaseProcessor<T>[] Connect(OtlpDestination destination)
        {
            var answers = new OtlpAnswerHandler(services.GetRequiredService<IMeterFactory>());
            var options = new OtlpExporterOptions();
            destination.Apply(options);
            if (OtlpConnection.IsOurs(services.GetRequiredService<IConfiguration>()))
                options.HttpClientFactory = () => new HttpClient(answers) { Timeout = destination.Timeout };

            var (account, report) = losses.Open(destination, batches.MaxQueueSize);
            var exporter = createExporter(options);
            return [new ProviderLink<T>(exporter), createQueue(new CountedExporter<T>(exporter, answers, account, report), account)];
        }
    }
}
