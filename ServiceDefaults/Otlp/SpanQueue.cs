using System.Diagnostics;
using OpenTelemetry;

namespace ServiceDefaults.Otlp;

/// <summary>The spans that wait for one destination, and the thread that sends them.</summary>
internal sealed class SpanQueue(CountedExporter<Activity> exporter, ExportAccount account, BatchExportProcessorOptions<Activity> options)
    : BatchActivityExportProcessor(exporter, options.MaxQueueSize, options.ScheduledDelayMilliseconds, options.ExporterTimeoutMilliseconds, options.MaxExportBatchSize)
{
    // Only what is sampled comes here. The account lets in no more than the queue holds, so that the queue itself, which does not tell, drops none.
    protected override void OnExport(Activity data)
    {
        if (account.TryEnter())
            base.OnExport(data);
    }
}
