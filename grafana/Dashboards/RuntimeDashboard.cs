using static Dashboards.Queries;

namespace Dashboards;

/// <summary>The process and the .NET runtime in it, by replica.</summary>
internal static class RuntimeDashboard
{
    private const string Replica = "{{instance}}";

    public static Dashboard Create() => new(
        "runtime",
        ".NET runtime and process",
        "What does each replica need, and does the runtime get in its way?",
        [Variable.Prometheus, Variable.Service],
        [
            new(
                "",
                Panels.Number("Replicas", "Replicas that Prometheus can scrape.", Unit.Count, Target.Now(Sum(Of(Metrics.Up)))) with
                {
                    Thresholds = Threshold.Falling(bad: 1, warning: 1),
                    NoValue = "None",
                },
                Panels.Number("Uptime", "Time since the replica that started last was started.", Unit.Seconds, Target.Now($"time() - max({Of(Metrics.StartTime)})")),
                Panels.Number("Time paused", "Share of the time in which garbage collection stopped all threads, in the worst replica.", Unit.Ratio,
                    Target.Prometheus($"max({PerSecond(Of(Metrics.PauseTime))})")) with { Thresholds = Threshold.Rising(warning: 0.05, bad: 0.2), Decimals = 2 },
                Panels.Table("Build", "Which build runs, in how many replicas.", [new("version", "Version"), new("revision", "Revision"), new("Value", "Replicas", Unit.Count)], sortBy: "Replicas",
                    Target.Prometheus($"count by (version, revision) ({Of(Metrics.BuildInfo)})")) with { Width = 6, Height = 5 }),
            new(
                "Process",
                Panels.Lines("CPU", "CPU time used, in cores.", Unit.None, Target.Prometheus(PerSecond(Of(Metrics.CpuSeconds)), Replica)) with { Decimals = 2 },
                Panels.Lines("Memory", "What the process holds in RAM, and what of it the garbage collector has committed.", Unit.Bytes,
                    Target.Prometheus(Of(Metrics.ResidentMemory), Replica),
                    Target.Prometheus(Of(Metrics.CommittedMemory), Replica + " committed")),
                Panels.Lines("Open files", "Files and connections that the process has open, of those that it may.", Unit.Ratio,
                    Target.Prometheus($"{Of(Metrics.OpenFiles)} / {Of(Metrics.MaxFiles)}", Replica))),
            new(
                "Garbage collection",
                Panels.Stack("Heap", "Size of each generation after the last collection, all replicas together.", Unit.Bytes,
                    Target.Prometheus(Sum(Of(Metrics.HeapSize), "gc_heap_generation"), "{{gc_heap_generation}}")) with { NoValue = "No collection yet" },
                Panels.Lines("Allocations", "Bytes allocated per second.", Unit.BytesPerSecond, Target.Prometheus(PerSecond(Of(Metrics.AllocatedBytes)), Replica)),
                Panels.Lines("Collections", "Collections per second, by generation.", Unit.PerSecond,
                    Target.Prometheus(Rate(Metrics.Collections, "gc_heap_generation"), "{{gc_heap_generation}}"))),
            new(
                "Threads",
                Panels.Lines("Thread pool", "Threads of the pool, and work that waits for one: a queue that grows means that threads are blocked.", Unit.Count,
                    Target.Prometheus(Of(Metrics.PoolThreads), Replica + " threads"),
                    Target.Prometheus(Of(Metrics.PoolQueue), Replica + " waiting")) with { Width = 12 },
                Panels.Lines("Exceptions thrown", "Exceptions per second, caught ones too.", Unit.PerSecond, Target.Prometheus(RateOrZero(Metrics.ExceptionsThrown), "exceptions")) with { Width = 12 }),
        ]);
}
