using OpenTelemetry;

namespace ServiceDefaults.Otlp;

/// <summary>
/// Nothing goes through it. OpenTelemetry tells an exporter its provider, and with it the name of the service, only by way of a processor that holds it;
/// the one that our queues hold is a <see cref="CountedExporter{T}"/>, which cannot pass it on.
/// </summary>
internal sealed class ProviderLink<T>(BaseExporter<T> exporter) : BaseExportProcessor<T>(exporter)
    where T : class
{
    public override void OnEnd(T data)
    {
    }

    protected override void OnExport(T data)
    {
    }

    protected override bool OnForceFlush(int timeoutMilliseconds) => true;

    protected override bool OnShutdown(int timeoutMilliseconds) => true; // the queue does it, when it is empty
}
