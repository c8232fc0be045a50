using OpenTelemetry;

namespace ServiceDefaults.Otlp;

/// <summary>Sends by an exporter of OpenTelemetry's, and counts what the destination did not take.</summary>
internal sealed class CountedExporter<T>(BaseExporter<T> exporter, OtlpAnswerHandler answers, ExportAccount account, LossReport report) : BaseExporter<T>
    where T : class
{
    private volatile bool _stopped;

    public override ExportResult Export(in Batch<T> batch)
    {
        var items = batch.Count; // of it nothing is left afterwards
        answers.Last = OtlpAnswer.None;

        // What a stuck destination left in the queue is not tried one batch after the other when nobody waits for it any more.
        var result = _stopped ? ExportResult.Failure : exporter.Export(batch);

        var lost = result == ExportResult.Success && answers.Last.IsTaken ? Math.Min(answers.Last.Rejected, items) : items;
        account.Leave(items, lost);
        if (!_stopped)
            Tell(() => report.Sent(lost == 0 ? null : answers.Last.Complaint));
        return lost == 0 ? ExportResult.Success : ExportResult.Failure;
    }

    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        _stopped = true;
        Tell(report.Stopped);
        return exporter.Shutdown(timeoutMilliseconds);
    }

    private static void Tell(Action tell)
    {
        try
        {
            tell();
        }
        catch (AggregateException)
        {
            // Loggers that fail throw this. Nobody but them could tell, and uncaught it would end the process.
        }
    }
}
