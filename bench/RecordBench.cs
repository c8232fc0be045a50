using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Bench;

/// <summary>What one measurement costs the thread that records it: three tags, a series that exists.</summary>
internal static class RecordBench
{
    private const int Operations = 1_000_000;
    private const int Rounds = 9;

    private static readonly string[] Routes = ["/api/v1/users/{id}", "/api/v1/families/{id}/chores", "/api/v1/chores/{id}/complete", "/api/v1/users/login"];
    private static readonly string[] Methods = ["GET", "POST"];
    private static readonly object[] Statuses = [200, 404];

    // The same sixteen sets of tags, as source code holds them, and as new objects each time they come round.
    private static readonly (string Route, string Method, object Status)[] Same =
        [.. from route in Routes from method in Methods from status in Statuses select (route, method, status)];

    private static readonly (string Route, string Method, object Status)[] Copies =
        [.. Same.Concat(Same).Select(tags => (new string(tags.Route.AsSpan()), new string(tags.Method.AsSpan()), (object)(int)tags.Status))];

    public static Task RunAsync(string[] arguments)
    {
        using var ours = new Stores(new());
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var sdk = Sdk.CreateMeterProviderBuilder().AddMeter("sdk").AddReader(new BaseExportingMetricReader(new Discard())).Build();
        var peer = services.GetRequiredService<IMeterFactory>();

        (string Name, Instruments Instruments)[] candidates =
        [
            ("nobody listens", new(peer, "nobody")), ("OpenTelemetry SDK", new(peer, "sdk")), ("ours", new(ours.Meters, "ours")),
        ];
        if (arguments.Length > 0) // for a profiler
            candidates = [.. candidates.Where(candidate => arguments.Contains(candidate.Name))];
        Console.WriteLine("| ns, bytes | counter | histogram | counter, tags by content | histogram, tags by content |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var threads in (int[])[1, 2])
        {
            var actions = candidates.SelectMany(candidate => candidate.Instruments.Actions).Select(action => OnThreads(action, threads)).ToList();
            var results = Timing.Compare(actions, Operations, Rounds);
            foreach (var (i, (name, _)) in candidates.Index())
                Console.WriteLine($"| {name}, {threads} thread{(threads > 1 ? "s" : "")} | {string.Join(" | ", results.Skip(i * 4).Take(4).Select(each => $"{each.Nanoseconds:0.0}, {each.Bytes:0.0} B"))} |");
        }

        return Task.CompletedTask;
    }

    private static Action<int> OnThreads(Action<int> action, int threads) => threads == 1 ? action : operations =>
    {
        var all = Enumerable.Range(0, threads).Select(_ => new Thread(() => action(operations))).ToList();
        all.ForEach(thread => thread.Start());
        all.ForEach(thread => thread.Join());
    };

    private sealed class Instruments(IMeterFactory meters, string meter)
    {
        private readonly Counter<long> _counter = meters.Create(meter).CreateCounter<long>("bench.count");
        private readonly Histogram<double> _histogram = meters.Create(meter).CreateHistogram<double>("bench.time", "s");

        public IEnumerable<Action<int>> Actions => [times => Count(times, Same), times => Time(times, Same), times => Count(times, Copies), times => Time(times, Copies)];

        private void Count(int times, (string Route, string Method, object Status)[] tags)
        {
            for (var i = 0; i < times; i++)
            {
                ref var each = ref tags[i & (tags.Length - 1)];
                _counter.Add(1, new("http.route", each.Route), new("http.request.method", each.Method), new("http.response.status_code", each.Status));
            }
        }

        private void Time(int times, (string Route, string Method, object Status)[] tags)
        {
            for (var i = 0; i < times; i++)
            {
                ref var each = ref tags[i & (tags.Length - 1)];
                _histogram.Record(0.03, new("http.route", each.Route), new("http.request.method", each.Method), new("http.response.status_code", each.Status));
            }
        }
    }

    private sealed class Discard : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
