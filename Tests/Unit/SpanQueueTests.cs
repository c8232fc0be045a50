using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using ServiceDefaults.Otlp;

namespace Tests.Unit;

public sealed class SpanQueueTests
{
    private const int Capacity = 100;
    private const int Sent = 1000;

    [Fact]
    public void Spans_ThatFitAndThatDoNot_CostTheirThreadNoMemory()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();
        var losses = new ExportLosses(meters, TimeProvider.System);
        var destination = new OtlpDestination(
            "tempo", OtlpSignal.Traces, new Uri("http://tempo"), OtlpExportProtocol.HttpProtobuf, Headers: null, TimeSpan.FromSeconds(1), OtlpExportCompression.None);
        var (account, report) = losses.Open(destination, Capacity);
        using var stuck = new StuckExporter();
        using var answers = new OtlpAnswerHandler(meters);
        using var queue = new SpanQueue(
            new CountedExporter<Activity>(stuck, answers, account, report), account, new() { MaxQueueSize = Capacity, MaxExportBatchSize = 10, ScheduledDelayMilliseconds = 10 });
        using var span = new Activity("work") { ActivityTraceFlags = ActivityTraceFlags.Recorded };
        queue.OnEnd(span);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < Sent; i++)
            queue.OnEnd(span);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((0, Capacity, Sent - Capacity), (allocated, account.Waiting, account.Lost));
        queue.Shutdown(timeoutMilliseconds: 0);
        stuck.Release();
    }

    private sealed class StuckExporter : BaseExporter<Activity>
    {
        private readonly ManualResetEventSlim _released = new();

        public void Release() => _released.Set();

        public override ExportResult Export(in Batch<Activity> batch)
        {
            _released.Wait();
            return ExportResult.Failure;
        }
    }
}
