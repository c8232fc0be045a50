using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using ServiceDefaults.Prometheus;

namespace Bench;

/// <summary>What a scrape costs in process: everything written to a stream that discards it, beside a copy of the same bytes.</summary>
internal static class ScrapeBench
{
    private const int Rounds = 15;
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(string[] arguments)
    {
        Console.WriteLine("| lines | MB | text | OpenMetrics, exemplars | text, a series is new | a copy of the bytes (text) | B allocated: text, OpenMetrics |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var lines in (int[])[1_000, 10_000, 100_000])
            await MeasureAsync(lines);
    }

    private static async Task MeasureAsync(int lines)
    {
        using var stores = new Stores(new() { SeriesLimit = 2 * lines + 100_000, Aliases = [] });
        using var sampled = new Activity("sampled") { ActivityTraceFlags = ActivityTraceFlags.Recorded };
        sampled.Start();
        Fill(stores.Meters.Create("bench"), lines);
        await WriteAsync(stores, ExpositionFormat.OpenMetrics, Stream.Null); // asks for exemplars
        Fill(stores.Meters.Create("bench"), lines);
        sampled.Stop();

        var body = new MemoryStream();
        await WriteAsync(stores, ExpositionFormat.Text, body);
        var (text, textBytes) = await TimeAsync(() => WriteAsync(stores, ExpositionFormat.Text, Stream.Null));
        var (open, openBytes) = await TimeAsync(() => WriteAsync(stores, ExpositionFormat.OpenMetrics, Stream.Null));
        var (growing, _) = await TimeAsync(() =>
        {
            AddSeries(stores.Meters.Create("bench"));
            return WriteAsync(stores, ExpositionFormat.Text, Stream.Null);
        });
        var target = new byte[body.Length];
        var (copy, _) = await TimeAsync(() =>
        {
            body.GetBuffer().AsSpan(0, target.Length).CopyTo(target);
            return Task.CompletedTask;
        });
        var count = body.GetBuffer().AsSpan(0, target.Length).Count((byte)'\n');
        Console.WriteLine($"| {count} | {target.Length / 1e6:0.00} | {text:0.000} ms | {open:0.000} ms | {growing:0.000} ms | {copy:0.000} ms | {textBytes}, {openBytes} |");
    }

    // Half of the lines from histograms with the fourteen bounds of ASP.NET Core, as in a service.
    private static void Fill(Meter meter, int lines)
    {
        const int LinesOfAHistogram = 17;
        var random = new Random(1);
        var histogram = meter.CreateHistogram<double>("http.server.request.duration", "s", "Duration of HTTP server requests.");
        for (var i = 0; i < lines / 2 / LinesOfAHistogram; i++)
        {
            for (var value = 0; value < 20; value++)
                histogram.Record(random.NextDouble(), new("http.route", $"/api/v1/things/{i}/{{id}}"), new("http.request.method", "GET"), new("http.response.status_code", 200));
        }

        var counter = meter.CreateCounter<long>("chores.completed", "{chore}", "Chores that were completed.");
        for (var i = 0; i < lines / 2; i++)
            counter.Add(random.Next(1_000_000), new("http.route", $"/api/v1/things/{i}/{{id}}"), new("mode", "single"));
    }

    private static void AddSeries(Meter meter) =>
        meter.CreateCounter<long>("chores.completed", "{chore}", "Chores that were completed.").Add(1, new("http.route", Guid.NewGuid()), new("mode", "single"));

    private static async Task WriteAsync(Stores stores, ExpositionFormat format, Stream to)
    {
        var output = PipeWriter.Create(to, new(minimumBufferSize: Exposition.PieceSize, leaveOpen: true));
        var exposition = stores.Store.Expose(format);
        while (exposition.WriteNext(output))
            await output.FlushAsync();
        await output.CompleteAsync();
    }

    private static async Task<(double Milliseconds, long Bytes)> TimeAsync(Func<Task> action)
    {
        // Until the compiler has done its best.
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Warmup)
            await action();

        var times = new List<double>();
        var bytes = 0L;
        for (var i = 0; i < Rounds; i++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            start = Stopwatch.GetTimestamp();
            await action();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        }

        return (Timing.Median(times), bytes);
    }
}
