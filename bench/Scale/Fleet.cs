using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bench.Scale;

/// <summary>Many replicas that show a page, in this process, and a real Prometheus with the project's own configuration and rules that scrapes them every 15 s.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly WebApplication _app;
    private readonly PrometheusProcess _prometheus;

    private Fleet(WebApplication app, PrometheusProcess prometheus) => (_app, _prometheus) = (app, prometheus);

    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(15);

    public PrometheusProcess Prometheus => _prometheus;

    /// <param name="page">What each of them shows.</param>
    /// <param name="configuration">The folder with prometheus.yml and its rules.</param>
    public static async Task<Fleet> StartAsync(ReplicaPage page, string configuration)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var fleet = new Fleet(app, await PrometheusProcess.StartAsync(folder => Configure(configuration, folder)));
        app.MapGet("/{replica:int}", async (int replica, HttpContext context) =>
        {
            context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            page.Write(context.Response.BodyWriter, replica, Stopwatch.GetElapsedTime(fleet._start).TotalSeconds);
            await context.Response.BodyWriter.FlushAsync();
        });
        await app.StartAsync();
        return fleet;
    }

    /// <summary>Has so many of them be there, and waits until each was scraped twice.</summary>
    public async Task GrowAsync(int replicas)
    {
        var host = new Uri(_app.Urls.Single()).Authority;
        var targets = Enumerable.Range(1, replicas).Select(replica => new
        {
            targets = (string[])[host],
            labels = new { service = "api", instance = $"api-{replica}", __metrics_path__ = $"/{replica}" },
        });
        var file = Path.Combine(_prometheus.Folder, "targets/api.json");
        await File.WriteAllTextAsync(file + ".new", JsonSerializer.Serialize(targets));
        File.Move(file + ".new", file, overwrite: true);
        while (await _prometheus.QueryAsync("""count(count_over_time(up{service="api"}[2m]) > 1)""") < replicas)
            await Task.Delay(1000);
        if (await _prometheus.QueryAsync("""min(up{service="api"})""") != 1)
            throw new InvalidOperationException("Not every replica can be scraped.");
    }

    /// <summary>The sum of what Prometheus says of itself under a name.</summary>
    public async Task<double> ReadAsync(string name) => (await _prometheus.ScrapeAsync()).Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is (' ' or '{'))
        .Sum(line => double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        await _prometheus.DisposeAsync();
        await _app.DisposeAsync();
    }

    // The file says itself that its interval is for somebody who develops.
    private static void Configure(string from, string to)
    {
        var text = File.ReadAllText(Path.Combine(from, "prometheus.yml"));
        foreach (var (setting, value) in ((string, string)[])[("scrape_interval: 5s", "scrape_interval: 15s"), ("scrape_timeout: 4s", "scrape_timeout: 10s"), ("evaluation_interval: 5s", "evaluation_interval: 15s")])
        {
            if (!text.Contains(setting, StringComparison.Ordinal))
                throw new InvalidOperationException($"prometheus.yml has no '{setting}' any more: say here what it has.");
            text = text.Replace(setting, value, StringComparison.Ordinal);
        }

        File.WriteAllText(Path.Combine(to, "prometheus.yml"), text);
        foreach (var folder in (string[])["rules", "targets"])
            Directory.CreateDirectory(Path.Combine(to, folder));
        foreach (var rules in Directory.EnumerateFiles(Path.Combine(from, "rules")))
            File.Copy(rules, Path.Combine(to, "rules", Path.GetFileName(rules)));
    }
}
