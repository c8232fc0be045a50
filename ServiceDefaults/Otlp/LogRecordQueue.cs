using OpenTelemetry;
using OpenTelemetry.Logs;

namespace ServiceDefaults.Otlp;

/// <summary>The log records that wait for one destination, and the thread that sends them.</summary>
internal sealed class LogRecordQueue(CountedExporter<LogRecord> exporter, ExportAccount account, BatchExportProcessorOptions<LogRecord> options)
    : BatchLogRecordExportProcessor(exporter, options.MaxQueueSize, options.ScheduledDelayMilliseconds, options.ExporterTimeoutMilliseconds, options.MaxExportBatchSize)
{
    // As in SpanQueue; but this base class asks nobody before it takes a record.
    public override void OnEnd(LogRecord data)
    {
        if (account.TryEnter())
            base.OnEnd(data);
    }
}
