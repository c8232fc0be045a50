using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;
using ServiceDefaults.Otlp;

namespace Bench;

/// <summary>What handing a span to two destinations costs the thread that ends it, beside what OpenTelemetry's own processors cost it.</summary>
internal static class TraceBench
{
    private const int Operations = 100_000;
    private const int Rounds = 15;
    private const int Room = 4_000_000; // for all rounds, should no thread take anything away

    public static Task RunAsync(string[] _)
    {
        using var source = new ActivitySource("Bench");
        using var listener = new ActivityListener { ShouldListenTo = each => each == source, Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);
        using var span = source.StartActivity("span")!;

        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var losses = new ExportLosses(meters, TimeProvider.System);
        using var ours = new ParallelProcessor<Activity>([Queue(meters, losses, Room, new Nowhere()), Queue(meters, losses, Room, new Nowhere())]);
        using var theirs = new CompositeProcessor<Activity>([new BatchActivityExportProcessor(new Nowhere(), Room), new BatchActivityExportProcessor(new Nowhere(), Room)]);
        using var full = new ParallelProcessor<Activity>([Queue(meters, losses, 4, new Stuck()), Queue(meters, losses, 4, new Stuck())]);

        Print(
            [("OpenTelemetry's batch processors", End(theirs)), ("ours", End(ours)), ("ours, both queues full", End(full))],
            "OnEnd of a sampled span, 2 destinations");

        using var sampled = Provider("Bench.Sampled", new AlwaysOnSampler(), ours);
        using var unsampled = Provider("Bench.Unsampled", new TraceIdRatioBasedSampler(0), ours);
        using var none = Provider("Bench.None", new AlwaysOnSampler(), processor: null);
        using var sampledSource = new ActivitySource("Bench.Sampled");
        using var unsampledSource = new ActivitySource("Bench.Unsampled");
        using var noneSource = new ActivitySource("Bench.None");
        Activity.Current = null;
        Print(
            [("sampled, no destination", StartStop(noneSource)), ("sampled, 2 destinations", StartStop(sampledSource)), ("not sampled, 2 destinations", StartStop(unsampledSource))],
            "A root span, from its start to its end");
        return Task.CompletedTask;

        Action<int> End(BaseProcessor<Activity> processor) => operations =>
        {
            for (var i = 0; i < operations; i++)
                processor.OnEnd(span);
        };
    }

    private static Action<int> StartStop(ActivitySource source) => operations =>
    {
        for (var i = 0; i < operations; i++)
            source.StartActivity("span", ActivityKind.Server)?.Dispose();
    };

    private static void Print(IReadOnlyList<(string Name, Action<int> Run)> candidates, string title)
    {
        Console.WriteLine($"| {title} | ns | B |");
        Console.WriteLine("|---|---|---|");
        var results = Timing.Compare([.. candidates.Select(candidate => candidate.Run)], Operations, Rounds);
        for (var i = 0; i < candidates.Count; i++)
            Console.WriteLine($"| {candidates[i].Name} | {results[i].Nanoseconds:0} | {results[i].Bytes:0} |");
    }

    private static TracerProvider Provider(string source, Sampler sampler, BaseProcessor<Activity>? processor)
    {
        var builder = Sdk.CreateTracerProviderBuilder().AddSource(source).SetSampler(sampler);
        return (processor is null ? builder : builder.AddProcessor(processor)).Build();
    }

    private static SpanQueue Queue(IMeterFactory meters, ExportLosses losses, int capacity, BaseExporter<Activity> exporter)
    {
        var destination = new OtlpDestination("bench", OtlpSignal.Traces, new Uri("http://bench"), OtlpExportProtocol.Grpc, Headers: null, TimeSpan.FromSeconds(1), OtlpExportCompression.None);
        var (account, report) = losses.Open(destination, capacity);
        var counted = new CountedExporter<Activity>(exporter, new OtlpAnswerHandler(meters), account, report);
        return new(counted, account, new() { MaxQueueSize = capacity, MaxExportBatchSize = Math.Min(capacity, 512), ScheduledDelayMilliseconds = 100 });
    }

    private sealed class Nowhere : BaseExporter<Activity>
    {
        public override ExportResult Export(in Batch<Activity> batch) => ExportResult.Success;
    }

    private sealed class Stuck : BaseExporter<Activity>
    {
        private readonly ManualResetEventSlim _stop = new();

        public override ExportResult Export(in Batch<Activity> batch)
        {
            _stop.Wait();
            return ExportResult.Failure;
        }

        protected override bool OnShutdown(int timeoutMilliseconds)
        {
            _stop.Set();
            return true;
        }
    }
}
