using System.Diagnostics;
using System.Globalization;
using System.Text;
using ServiceDefaults;

namespace Bench;

/// <summary>
/// The metrics page of a replica that is much used: 12,500 series with what the aggregation reads, of many routes and models, and as much that it does not read.
/// Counters grow with time.
/// </summary>
internal sealed class SyntheticReplica
{
    public const int SeriesCount = 12_500;

    private const int Routes = 150;
    private const int Models = 40;
    private const int Providers = 3;

    private static readonly string[] Statuses = ["200", "201", "404", "500"];
    private static readonly string[] Outcomes = ["success", "error", "timeout", "rate_limited", "insufficient_credits"];
    private static readonly string[] Bounds = [.. Buckets.ShortSeconds.Select(bound => bound.ToString(CultureInfo.InvariantCulture)), "+Inf"];

    private readonly List<(string Name, double Rate)> _series = [];
    private readonly long _start = Stopwatch.GetTimestamp();

    public SyntheticReplica()
    {
        for (var route = 0; route < Routes; route++)
        {
            var labels = $"app_name=\"api\",method=\"GET\",path=\"/api/v1/things/{route}/{{id}}\"";
            foreach (var status in Statuses)
                Add($"fastapi_requests_total{{{labels},status_code=\"{status}\"}}", status == "200" ? 10 : 0.1);
            AddHistogram("fastapi_requests_duration_seconds", labels);
            Add($"fastapi_requests_in_progress{{{labels}}}", 0);
        }

        for (var model = 0; model < Models; model++)
        {
            for (var provider = 0; provider < Providers; provider++)
            {
                var labels = $"model=\"model-{model}\",provider=\"provider-{provider}\"";
                foreach (var outcome in Outcomes)
                    Add($"model_inference_requests_total{{{labels},status=\"{outcome}\"}}", 1);
                AddHistogram("model_inference_duration_seconds", labels);
                Add($"tokens_used_total{{{labels},type=\"input\"}}", 1000);
                Add($"tokens_used_total{{{labels},type=\"output\"}}", 500);
                Add($"credits_used_total{{{labels}}}", 0.01);
            }
        }

        foreach (var gauge in (string[])["gatewayz_providers_total", "gatewayz_providers_healthy", "gatewayz_providers_degraded", "gatewayz_providers_down", "active_api_keys", "trial_active", "cache_size_bytes"])
            Add(gauge, 0);
        for (var provider = 0; provider < Providers; provider++)
        {
            foreach (var gauge in (string[])["provider_availability", "provider_error_rate", "provider_response_time_seconds", "gatewayz_provider_health_score"])
                Add($"{gauge}{{provider=\"provider-{provider}\"}}", 0);
        }

        foreach (var plan in (string[])["free", "basic", "pro"])
            Add($"subscription_count{{plan=\"{plan}\",status=\"active\"}}", 0);
        foreach (var operation in (string[])["select", "insert", "update", "delete", "other"])
        {
            Add($"database_queries_total{{operation=\"{operation}\"}}", 10);
            AddHistogram("database_query_duration_seconds", $"operation=\"{operation}\"");
        }

        foreach (var result in (string[])["hit", "miss", "bypass"])
            Add($"cache_operations_total{{cache=\"family\",operation=\"get\",result=\"{result}\"}}", 10);
        for (var other = 0; _series.Count < SeriesCount; other++)
            Add($"http_response_size_bytes_bucket{{handler=\"/api/v1/things/{other}/{{id}}\",le=\"1000\"}}", 1);
    }

    public string Write()
    {
        var seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        var text = new StringBuilder(1 << 21);
        foreach (var (name, rate) in _series)
            text.Append(name).Append(' ').Append(1000 + rate * seconds).Append('\n');
        return text.ToString();
    }

    private void AddHistogram(string name, string labels)
    {
        for (var bucket = 0; bucket < Bounds.Length; bucket++)
            Add($"{name}_bucket{{{labels},le=\"{Bounds[bucket]}\"}}", bucket + 1);
        Add($"{name}_sum{{{labels}}}", 1);
        Add($"{name}_count{{{labels}}}", Bounds.Length);
    }

    private void Add(string name, double rate) => _series.Add((name, rate));
}
