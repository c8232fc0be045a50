using System.Diagnostics;
using System.Globalization;
using Api.Aggregation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceDefaults;

namespace Bench;

/// <summary>
/// How long the endpoints of the aggregation take, on a Prometheus with 50,000 series that it scrapes all the time: from its cache, without it, and while Prometheus hangs.
/// Everything on all cores, client and servers. With the argument <c>scraped</c> Prometheus does not record what they read, so that they read every series.
/// </summary>
internal static class AggregationBench
{
    private const int Replicas = 4;
    private const int ScrapesBefore = 40;
    private const int Cached = 2000;
    private const int Uncached = 100;
    private const int WarmUps = 20;

    private static readonly string[] Categories = ["system", "providers", "models", "business", "performance"];

    public static async Task RunAsync(string[] arguments)
    {
        var rules = arguments.Contains("scraped") ? "" : $"rule_files: ['{Path.Combine(AppContext.BaseDirectory, "aggregation.yml")}']";
        await using var replicas = await StartAsync(_ => { }, app =>
        {
            var pages = Enumerable.Range(0, Replicas).Select(_ => new SyntheticReplica()).ToList();
            app.MapGet("/{replica:int}", (int replica) => Results.Text(pages[replica].Write()));
        });
        await using var prometheus = await PrometheusProcess.StartAsync($$"""
            global: { scrape_interval: 5s, scrape_timeout: 5s, evaluation_interval: 5s }
            {{rules}}
            scrape_configs:
              - job_name: replicas
                static_configs:

            """ + string.Concat(Enumerable.Range(0, Replicas).Select(replica =>
                $"      - {{ targets: ['{new Uri(replicas.Urls.First()).Authority}'], labels: {{ instance: api-{replica}, __metrics_path__: /{replica} }} }}\n")));
        while (await prometheus.QueryAsync("min(count_over_time(up[5m]))") < ScrapesBefore)
            await Task.Delay(1000);
        await Console.Error.WriteLineAsync($"{await prometheus.QueryAsync("count({__name__=~\".+\"})")} series, {ScrapesBefore} scrapes of each");

        var time = new SwingingTime();
        await using var service = await StartAsync(
            builder =>
            {
                builder.Configuration.AddInMemoryCollection([new(UpstreamAddress.Key, prometheus.Address.OriginalString)]);
                builder.AddAggregation();
                builder.Services.AddSingleton<TimeProvider>(time);
            },
            app => app.MapAggregation());
        using var client = new HttpClient { BaseAddress = new(service.Urls.First() + "/prometheus/metrics/") };

        Console.WriteLine("| | aim, ms | p50 | p95 | p99 | max | without data |\n|---|---|---|---|---|---|---|");
        foreach (var endpoint in (string[])["summary", "all"])
        {
            await HasDataAsync(client, endpoint);
            Print($"`/{endpoint}`, cached", "p99 < 5", await TimeAsync(client, endpoint, Cached, () => Task.CompletedTask));
        }

        foreach (var (endpoint, aim) in (IEnumerable<(string, int)>)[("summary", 50), .. Categories.Select(category => (category, 100)), ("all", 200)])
        {
            for (var i = 0; i < WarmUps; i++)
                await ForgetAsync(endpoint);
            Print($"`/{endpoint}`, not cached", $"p95 < {aim}", await TimeAsync(client, endpoint, Uncached, () => ForgetAsync(endpoint)));
        }

        await Task.Delay(TimeSpan.FromSeconds(5)); // so that no answer is fresh, whichever way the clock swung
        await prometheus.PauseAsync();
        var hanging = new List<(double, bool)>();
        foreach (var endpoint in (string[])["summary", "all", .. Categories, "summary", "all"])
            hanging.AddRange(await TimeAsync(client, endpoint, 5, () => Task.CompletedTask));
        await prometheus.ResumeAsync();
        Print("while Prometheus hangs", "max < 250", hanging);

        var start = Stopwatch.GetTimestamp();
        await HasDataAsync(client, "all");
        Console.WriteLine($"\nData again {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s after Prometheus goes on; the aim is 5 s.");

        // An answer that came too late is there now, so that the next question is one of its own.
        async Task ForgetAsync(string endpoint)
        {
            await HasDataAsync(client, endpoint);
            time.Swing();
        }
    }

    private static async Task<WebApplication> StartAsync(Action<WebApplicationBuilder> configure, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = Path.GetTempPath() }); // not where the Api's appsettings.json lies
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        builder.Logging.SetMinimumLevel(LogLevel.None);
        configure(builder);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }

    private static async Task<List<(double Milliseconds, bool HasData)>> TimeAsync(HttpClient client, string endpoint, int count, Func<Task> before)
    {
        var times = new List<(double, bool)>();
        for (var i = 0; i < count; i++)
        {
            await before();
            var start = Stopwatch.GetTimestamp();
            var answer = await client.GetStringAsync(endpoint);
            times.Add((Stopwatch.GetElapsedTime(start).TotalMilliseconds, HasData(answer)));
        }

        return times;
    }

    /// <summary>Asks until there is data.</summary>
    private static async Task HasDataAsync(HttpClient client, string endpoint)
    {
        while (!HasData(await client.GetStringAsync(endpoint)))
            await Task.Delay(20);
    }

    private static bool HasData(string answer) =>
        !answer.Contains("\"error\":{", StringComparison.Ordinal) && !answer.Contains("prometheus_upstream_up 0", StringComparison.Ordinal);

    private static void Print(string what, string aim, List<(double Milliseconds, bool HasData)> answers)
    {
        var times = answers.Select(answer => answer.Milliseconds).Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {aim} | {At(0.5):0.0} | {At(0.95):0.0} | {At(0.99):0.0} | {times[^1]:0.0} | {answers.Count(answer => !answer.HasData)} of {answers.Count} |"));

        double At(double share) => times[(int)Math.Ceiling(share * times.Count) - 1];
    }

    /// <summary>The real clock, or one that is ten seconds slow: to whoever keeps answers for five, each is too old after a swing, and Prometheus has data of either time.</summary>
    private sealed class SwingingTime : TimeProvider
    {
        private static readonly TimeSpan Width = TimeSpan.FromSeconds(10);

        private volatile bool _isSlow;

        public void Swing() => _isSlow = !_isSlow;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - (_isSlow ? Width : TimeSpan.Zero);
    }
}
