using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Api.Aggregation;
using Bench.Scale;

namespace Bench;

/// <summary>
/// What more of everything costs. First one real Api in use: its page, what it sends, what its rows take. Then a real Prometheus that scrapes 3, 50 and 200 replicas with that
/// page: its memory, its work, and how long the dashboards take. docs/scale.md is written from its tables.
/// </summary>
internal static class ScaleBench
{
    private const int Repeats = 3;

    private static readonly TimeSpan Use = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Watch = 2 * Fleet.Interval;

    /// <param name="args">Other numbers of replicas.</param>
    public static async Task RunAsync(string[] args)
    {
        int[] counts = args.Length > 0 ? [.. args.Select(count => int.Parse(count, CultureInfo.InvariantCulture))] : [3, 50, 200];
        var start = Stopwatch.GetTimestamp();
        var page = await MeasureOneAsync();
        await MeasureSeriesAsync(page);
        await MeasureFleetAsync(page, counts);
        await ProgressAsync("done");

        async Task<ReplicaPage> MeasureOneAsync()
        {
            await ProgressAsync("an Api in use");
            await using var api = await BusyApi.StartAsync();
            await api.UseAsync(Use); // until what is used often is compiled
            var busy = await api.UseAsync(Use);
            var requests = busy.Requests;
            Print(
                $"One Api, {requests:n0} requests of the traffic in {Use.TotalSeconds:0} s", "",
                ("families a page", $"{busy.Page.Families}"),
                ("series a page", $"{busy.Page.Series:n0}"),
                ("bytes a page, text", $"{busy.Page.Bytes:n0}"),
                ("bytes a page, OpenMetrics with exemplars", $"{busy.OpenMetricsBytes:n0}"),
                ("connections to PostgreSQL", $"{busy.Connections} of {await api.SettingAsync("max_connections")}"),
                ("growth of the database, bytes a request", $"{busy.Growth / requests:n0}"),
                ("spans a request", $"{busy.Spans.Count / requests:0.0}"),
                ("bytes a span, OTLP", $"{(double)busy.Spans.Bytes / busy.Spans.Count:0}"),
                ("log records a request", $"{busy.Records.Count / requests:0.0}"),
                ("bytes a log record, OTLP", $"{(double)busy.Records.Bytes / busy.Records.Count:0}"));

            await ProgressAsync("reads and changes");
            Print(
                "CPU a request, µs", "Api | PostgreSQL",
                [.. from work in await api.WorkAsync() select (work.Name, $"{work.Api.TotalMicroseconds / work.Count:n0} | {work.Postgres.TotalMicroseconds / work.Count:n0}")]);

            await ProgressAsync("rows");
            Print(
                "A row with its share of the indexes", "bytes",
                ("`ledger_entries`", $"{await api.RowBytesAsync("ledger_entries", ("Id", "uuidv7()"), ("AssignmentId", "uuidv7()")):0}"),
                ("`activities`", $"{await api.RowBytesAsync("activities", ("Id", "uuidv7()")):0}"),
                ("`assignments`", $"{await api.RowBytesAsync("assignments", ("Id", "uuidv7()"), ("PreviousId", "uuidv7()")):0}"),
                ("`credit_entries`", $"{await api.RowBytesAsync("credit_entries", ("Id", "uuidv7()"), ("ReservationId", "uuidv7()")):0}"));
            return busy.Page;
        }

        async Task MeasureSeriesAsync(ReplicaPage page)
        {
            await ProgressAsync("series");
            var (endpoint, status) = await SeriesCosts.OfEndpointAsync();
            var (counter, histogram) = SeriesCosts.OfMemory();
            var routes = page.ValuesOf("http_requests_total", "endpoint").Select(route => page.With(route)).OrderBy(route => route.Series).ToList();
            var models = BusyApi.Models.Select(page.With).OrderBy(model => model.Series).ToList();
            Print(
                "One more", "series | bytes of the page",
                ("endpoint of a service, answered with one status", $"{endpoint.Series} | {endpoint.Bytes:n0}"),
                ("status of an endpoint", $"{status.Series} | {status.Bytes:n0}"),
                ("endpoint of the Api in use: median of its " + routes.Count, $"{routes[routes.Count / 2].Series} | {routes[routes.Count / 2].Bytes:n0}"),
                ("endpoint of the Api in use: the one with most", $"{routes[^1].Series} | {routes[^1].Bytes:n0}"),
                ("model at three providers: the one with most", $"{models[^1].Series} | {models[^1].Bytes:n0}"),
                ("replica", $"{page.Series:n0} | {page.Bytes:n0}"));
            Print("A series in the memory of the service", "bytes", ("counter", $"{counter:0}"), ("histogram of 14 bounds, which is 17 series of Prometheus", $"{histogram:0}"));
        }

        async Task MeasureFleetAsync(ReplicaPage page, int[] counts)
        {
            var repository = typeof(ScaleBench).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryDirectory").Value!;
            var dashboards = DashboardQueries.Read(Path.Combine(repository, "grafana/dashboards"), Fleet.Interval);
            await using var fleet = await Fleet.StartAsync(page, Path.Combine(repository, "prometheus"));
            var (prometheus, queries) = (new List<string[]>(), dashboards.ToDictionary(dashboard => dashboard.Name, _ => new List<string>()));
            var (recorded, scraped) = (new List<string>(), new List<string>());
            foreach (var count in counts)
            {
                await ProgressAsync($"{count} replicas");
                await fleet.GrowAsync(count);
                prometheus.Add(await WatchAsync(fleet));
                foreach (var dashboard in dashboards)
                    queries[dashboard.Name].Add(await TimeAsync(fleet, dashboard));
                recorded.Add(await TimeAsync(fleet, Source.Recorded));
                scraped.Add(await TimeAsync(fleet, Source.Scraped));
            }

            var columns = string.Join(" | ", counts.Select(count => count.ToString(CultureInfo.InvariantCulture)));
            string[] rows = ["series", "samples/s", "CPU, cores", "memory (RSS), MB", "memory a series, bytes", "a scrape, ms: median", "a scrape, ms: longest", "evaluating all rules, ms"];
            Print("One Prometheus, replicas scraped every 15 s", columns, [.. rows.Select((row, i) => (row, string.Join(" | ", prometheus.Select(each => each[i]))))]);
            Print("A dashboard's queries, ms: p50 / longest / all one after the other", columns, [.. queries.Select(each => (each.Key, string.Join(" | ", each.Value)))]);
            Print(
                "The 23 values of `/prometheus/metrics/summary` in one query, ms", columns,
                ("as Prometheus records their sums", string.Join(" | ", recorded)), ("from every series", string.Join(" | ", scraped)));
            await ProgressAsync("what lies on the disk");
            Print("On the disk", "bytes", [.. await DiskAsync(fleet)]);
        }

        Task ProgressAsync(string what) => Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalSeconds,4:0} s: {what}"));
    }

    private static async Task<string[]> WatchAsync(Fleet fleet)
    {
        const string Samples = "prometheus_tsdb_head_samples_appended_total";
        const string Cpu = "process_cpu_seconds_total";
        var (start, samples, cpu) = (Stopwatch.GetTimestamp(), await fleet.ReadAsync(Samples), await fleet.ReadAsync(Cpu));
        await Task.Delay(Watch);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var (series, memory) = (await fleet.ReadAsync("prometheus_tsdb_head_series"), await fleet.ReadAsync("process_resident_memory_bytes"));
        return
        [
            $"{series:n0}",
            $"{(await fleet.ReadAsync(Samples) - samples) / seconds:n0}",
            $"{(await fleet.ReadAsync(Cpu) - cpu) / seconds:0.00}",
            $"{memory / 1e6:n0}",
            $"{memory / series:n0}",
            $"{1000 * await fleet.Prometheus.QueryAsync("quantile(0.5, scrape_duration_seconds)"):0}",
            $"{1000 * await fleet.Prometheus.QueryAsync("max(max_over_time(scrape_duration_seconds[30s]))"):0}",
            $"{1000 * await fleet.ReadAsync("prometheus_rule_group_last_duration_seconds"):0}",
        ];
    }

    private static async Task<string> TimeAsync(Fleet fleet, DashboardQueries dashboard)
    {
        var times = new List<double>();
        foreach (var panel in dashboard.Panels)
            times.Add(await TimeAsync(fleet, DashboardQueries.PathOf(panel, Fleet.Interval)));
        return string.Create(CultureInfo.InvariantCulture, $"{Timing.Median(times):0} / {times.Max():0} / {times.Sum():0}");
    }

    private static async Task<string> TimeAsync(Fleet fleet, Source source)
    {
        var query = NamedQuery.Join(SummaryValue.QueriesOf(source));
        var time = await TimeAsync(fleet, $"query?query={Uri.EscapeDataString(query)}");
        return time.ToString("0", CultureInfo.InvariantCulture);
    }

    private static async Task<double> TimeAsync(Fleet fleet, string path)
    {
        var repeats = new List<double>();
        for (var i = 0; i < Repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await fleet.Prometheus.AskAsync(path);
            repeats.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Timing.Median(repeats);
    }

    // A block as it lies on the disk: chunks of samples, and an index of the series.
    private static async Task<IReadOnlyList<(string, string)>> DiskAsync(Fleet fleet)
    {
        var samples = await fleet.ReadAsync("prometheus_tsdb_head_samples_appended_total");
        var wal = Size(Path.Combine(fleet.Prometheus.Folder, "data/wal"));
        var block = Directory.EnumerateDirectories(await fleet.Prometheus.SnapshotAsync()).Single();
        using var meta = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(block, "meta.json")));
        var stats = meta.RootElement.GetProperty("stats");
        var (blockSamples, blockSeries) = (stats.GetProperty("numSamples").GetDouble(), stats.GetProperty("numSeries").GetDouble());
        return
        [
            ("a sample in the log that is written ahead", $"{wal / samples:0.0}"),
            ($"a sample in a block of {blockSamples / blockSeries:0} samples a series", $"{Size(Path.Combine(block, "chunks")) / blockSamples:0.0}"),
            ("a series in the index of a block", $"{Size(Path.Combine(block, "index")) / blockSeries:0}"),
        ];

        static double Size(string path) => File.Exists(path) ? new FileInfo(path).Length : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Sum(file => (double)new FileInfo(file).Length);
    }

    private static void Print(string title, string columns, params (string Row, string Values)[] rows)
    {
        Console.WriteLine($"| {title} | {columns} |");
        Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", columns.Split('|').Length))}");
        foreach (var (row, values) in rows)
            Console.WriteLine($"| {row} | {values} |");
        Console.WriteLine();
    }
}
