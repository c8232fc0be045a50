using System.Text.Json;
using Api.Aggregation;
using Hosting;
using Tests.Support;

namespace Tests.Aggregation;

/// <summary>What the expressions make of the edges: nothing happened, nothing went wrong, nothing is there. promtool evaluates them.</summary>
public sealed class ExpressionTests
{
    [Theory]
    [InlineData("http.error_rate", 0.0, "fastapi_requests_total{status_code='200'}", "0+10x10")]
    [InlineData("http.error_rate", 0.0, "fastapi_requests_total{status_code='200'}", "7x10")]
    [InlineData("http.error_rate", 0.0, "fastapi_requests_total{status_code='404'}", "0+10x10")]
    [InlineData("http.error_rate", 100.0, "fastapi_requests_total{status_code='500'}", "0+10x10")]
    [InlineData("http.error_rate", null, "up", "1x10")]
    [InlineData("http.error_rate", null, "fastapi_requests_total{status_code='500',aggregated='true'}", "0+10x10")]
    [InlineData("http.avg_latency_ms", 0.0, "fastapi_requests_duration_seconds_count", "7x10")]
    [InlineData("http.avg_latency_ms", null, "up", "1x10")]
    [InlineData("models.avg_inference_latency_ms", 0.0, "model_inference_duration_seconds_count", "0x10")]
    [InlineData("database.cache_hit_rate", 0.0, "cache_operations_total{operation='get',result='miss'}", "0+10x10")]
    [InlineData("database.cache_hit_rate", 100.0, "cache_operations_total{operation='get',result='hit'}", "0+10x10")]
    [InlineData("database.cache_hit_rate", null, "cache_operations_total{operation='set',result='stored'}", "0+10x10")]
    [InlineData("business.active_subscriptions", 0.0, "subscription_count{plan='pro',status='canceled'}", "3x10")]
    [InlineData("business.active_subscriptions", null, "up", "1x10")]
    public async Task Value_AtAnEdge_IsZeroWhereTheMetricExistsAndAbsentWhereItDoesNot(string path, double? expected, string series, string values) =>
        await EvaluateAsync((SummaryValue.All.Single(value => value.Path == path).Query, expected, [(series, values)]));

    [Fact]
    public async Task Queries_OfMarkedSeriesAlone_FindNothing() => await EvaluateAsync(
    [
        .. from query in SummaryValue.All.Select(value => value.Query).Concat(AggregatedFamily.All.SelectMany(family => family.Queries).Select(query => query.PromQl)).Distinct()
           let series = PromQl.MetricNames(query).Select(name => (name + "{aggregated='true',status='active',operation='get',result='hit',le='+Inf'}", "0+10x10")).ToArray()
           select (query, (double?)null, series),
    ]);

    [Theory]
    [InlineData("fastapi_requests_duration_seconds_p95", "fastapi_requests_duration_seconds_bucket{le='+Inf'}")]
    [InlineData("cache_hit_ratio", "cache_operations_total{operation='get',result='hit'}")]
    public async Task Family_OfRatesWhereNothingHappened_IsAbsent(string family, string series) =>
        await EvaluateAsync((AggregatedFamily.All.Single(each => each.Name == family).Query, null, [(series, "7x10")]));

    private static async Task EvaluateAsync(params (string Query, double? Expected, (string Series, string Values)[] Input)[] cases)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "test.yml");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new // which YAML is too
        {
            tests = cases.Select(each => new
            {
                interval = "1m",
                input_series = each.Input.Select(input => new { series = input.Series.Replace('\'', '"'), values = input.Values }),
                promql_expr_test = new[] { new { expr = each.Query, eval_time = "10m", exp_samples = each.Expected is null ? [] : new[] { new { value = each.Expected } } } },
            }),
        }));

        var (exitCode, output, errors) = await Filter.RunAsync(BackingServices.InTools("prometheus/promtool"), ["test", "rules", file], "");

        Assert.True(exitCode == 0, output + errors);
    }
}
