using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tests.Support;

namespace Tests.Aggregation;

/// <summary>
/// Two replicas that tell <see cref="KnownSeries"/>, a Prometheus that scrapes them and, as nobody should, the endpoints themselves, and a service that has these.
/// </summary>
public class ScrapedReplicas : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private SmallService _replicas = null!;
    private PrometheusGate _gate = null!;
    private PrometheusServer _prometheus = null!;
    private SmallService _service = null!;

    internal PrometheusClient Prometheus => _prometheus.Client;

    /// <summary>What grows a second, as PromQL.</summary>
    internal virtual string RequestRate => "rate(fastapi_requests_total{job='replicas'}[5m])";

    internal Uri PrometheusAddress => _prometheus.Address;

    /// <summary>What <c>prometheus.yml</c> has besides.</summary>
    protected virtual string Rules => "";

    /// <inheritdoc/>
    public virtual async Task InitializeAsync()
    {
        var hasWorked = false;
        _replicas = await SmallService.StartAsync(app => app.MapGet("/replica/{number:int}", (int number) => Results.Text(KnownSeries.Of(number, Volatile.Read(ref hasWorked)))));
        _gate = await PrometheusGate.StartAsync(() => _prometheus.Address); // Prometheus and the service want to know of each other first
        _service = await AggregationHost.StartAsync(_gate.Address);
        _prometheus = await PrometheusServer.StartAsync(directory => File.WriteAllText(Path.Combine(directory, "prometheus.yml"), $$"""
            global: { scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 500ms }
            {{Rules}}
            scrape_configs:
              - job_name: replicas
                static_configs:
                  - { targets: ['{{_replicas.Addresses[0].Authority}}'], labels: { instance: api-1, __metrics_path__: /replica/1 } }
                  - { targets: ['{{_replicas.Addresses[0].Authority}}'], labels: { instance: api-2, __metrics_path__: /replica/2 } }
              - job_name: aggregation
                metrics_path: /prometheus/metrics/all
                static_configs: [{ targets: ['{{_service.Addresses[0].Authority}}'] }]
            """));

        await HasAsync("count(fastapi_requests_total{job='replicas'})", 6);
        await HasAsync("count(count_over_time(active_api_keys{job='replicas'}[1m]) > 1)", 2);
        Volatile.Write(ref hasWorked, true);
        await HasAsync("sum(fastapi_requests_total{job='replicas'})", 3_006_000);
        await HasAsync("sum(cache_operations_total{job='replicas',operation='set'})", 2_019_998);
        await HasAsync("sum(fastapi_requests_total{job='aggregation'})", 3_006_000);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _gate.DisposeAsync();
        await _prometheus.DisposeAsync();
        await _replicas.DisposeAsync();
    }

    /// <summary>The summary, once there is one: on a busy machine Prometheus may be too slow for the first.</summary>
    internal Task<JsonElement> SummarizeAsync() => AggregationHost.SummarizeAsync(_service);

    /// <summary>What a text endpoint tells, once it can.</summary>
    internal Task<string> ExposeAsync(string endpoint) => AggregationHost.ExposeAsync(_service, endpoint);

    internal Task<HttpResponseMessage> GetAsync(string endpoint) => _service.Client.GetAsync($"/prometheus/metrics/{endpoint}");

    /// <summary>Waits until Prometheus gives a value.</summary>
    protected Task HasAsync(string query, double value) => Eventually.PassesAsync(async () => Assert.Equal(value, Assert.Single(await Prometheus.QueryAsync(query))), Deadline);
}
