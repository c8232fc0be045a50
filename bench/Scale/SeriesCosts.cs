using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ServiceDefaults;

namespace Bench.Scale;

/// <summary>What one more of something adds to the page of the real exporter: counted before and after.</summary>
internal static class SeriesCosts
{
    /// <summary>An endpoint that was answered with 200, and one more status of it that is an error.</summary>
    public static async Task<((int Series, int Bytes) Endpoint, (int Series, int Bytes) Status)> OfEndpointAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = Path.GetTempPath() }); // not where the Api's appsettings.json lies
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        builder.Logging.SetMinimumLevel(LogLevel.None);
        await using var app = builder.Build();
        app.MapDefaultEndpoints();
        foreach (var things in (string[])["first", "others"])
            app.MapGet($"/api/v1/{things}/{{id}}", (int id) => Results.StatusCode(id));
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };

        await GetAsync("first/200"); // with the first of their kind come the lines that all share
        await GetAsync("first/404");
        var before = await ScrapeAsync();
        await GetAsync("others/200");
        var endpoint = await ScrapeAsync();
        await GetAsync("others/404");
        var status = await ScrapeAsync();
        return (Between(before, endpoint), Between(endpoint, status));

        async Task GetAsync(string path)
        {
            using var response = await client.GetAsync("/api/v1/" + path);
        }

        async Task<ReplicaPage> ScrapeAsync() => new(await client.GetStringAsync("/metrics"), TimeSpan.FromSeconds(1));
    }

    /// <summary>The bytes that a series takes in the memory of the service: a counter's, and that of a histogram with 14 bounds.</summary>
    public static (double Counter, double Histogram) OfMemory()
    {
        const int Count = 20_000;
        using var stores = new Stores(new() { SeriesLimit = 2 * Count, Aliases = [] });
        var meter = stores.Meters.Create("bench");
        var counter = meter.CreateCounter<long>("counter");
        var histogram = meter.CreateHistogram("histogram", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.ShortSeconds });
        return (Take(i => counter.Add(1, new KeyValuePair<string, object?>("id", i))), Take(i => histogram.Record(1, new KeyValuePair<string, object?>("id", i))));

        static double Take(Action<string> add)
        {
            var names = Enumerable.Range(0, Count).Select(i => $"{i}").ToList();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            foreach (var name in names)
                add(name);
            return (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / Count;
        }
    }

    private static (int Series, int Bytes) Between(ReplicaPage before, ReplicaPage after) => (after.Series - before.Series, after.Bytes - before.Bytes);
}
