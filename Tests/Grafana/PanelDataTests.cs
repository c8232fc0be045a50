using Dashboards;
using Tests.Distributed;
using Tests.Support;

namespace Tests.Grafana;

/// <summary>Under traffic no panel stays empty, save those that are empty when all is well: <see cref="FaultTests"/> fills these.</summary>
[Collection(TrafficDefinition.Name)]
public sealed class PanelDataTests(TrafficFixture fixture)
{
    // The API calls nobody; the made-up people call it.
    private static readonly string[] OfCallers = [Metrics.ClientDuration, Metrics.ExternalRequests, Metrics.ExternalDuration];

    public static TheoryData<string> WithMetrics =>
        [.. AllDashboards.List.Where(dashboard => dashboard.Panels.Any(panel => PanelQueries.Of(panel, "").Any())).Select(dashboard => dashboard.Uid)];

    [Theory]
    [MemberData(nameof(WithMetrics))]
    public async Task Panels_UnderTraffic_ShowData(string uid)
    {
        var panels = AllDashboards.List.Single(dashboard => dashboard.Uid == uid).Panels.Where(panel => panel.EmptyUntil is null);

        foreach (var panel in panels)
        {
            foreach (var query in PanelQueries.Of(panel, IsOfCallers(panel) ? "traffic" : "api"))
            {
                await Eventually.PassesAsync(
                    async () => Assert.True((await fixture.Stack.Prometheus.QueryAsync(query)).Any(double.IsFinite), $"{panel.Title} shows nothing: {query}"),
                    TrafficFixture.DataDeadline);
            }
        }
    }

    /// <summary>What dashboards 16110, 19924 and 19925 of grafana.com query, by metric and labels, and what LiteLLM's dashboard_v2 does; exceptions are <see cref="FaultTests"/>' business.</summary>
    [Theory]
    [InlineData("""fastapi_app_info{app_name="api"}""")]
    [InlineData("""fastapi_requests_total{app_name="api",path!="/metrics",path!="",method!=""}""")]
    [InlineData("""fastapi_responses_total{app_name="api",path!="/metrics",path!="",status_code=~"2.*"}""")]
    [InlineData("""fastapi_requests_duration_seconds_bucket{app_name="api",path!="/metrics",path!="",le!=""}""")]
    [InlineData("""fastapi_requests_duration_seconds_sum{app_name="api"} / fastapi_requests_duration_seconds_count{app_name="api"}""")]
    [InlineData("""fastapi_requests_in_progress{app_name="api",path!="/metrics",path!="",method!=""}""")]
    [InlineData("""http_server_request_duration_seconds_bucket{job="backend-api",instance!="",http_route!="",http_request_method!="",le!=""}""")]
    [InlineData("""http_server_request_duration_seconds_count{job="backend-api",instance!="",http_route!="",http_request_method!="",http_response_status_code=~"4.."}""")]
    [InlineData("""http_server_request_duration_seconds_count{job="backend-api",instance!="",url_scheme!="",network_protocol_version!=""}""")]
    [InlineData("""http_server_active_requests{job="backend-api",instance!="",url_scheme!="",http_request_method!=""}""")]
    [InlineData("""kestrel_active_connections{job="backend-api",instance!=""}""")]
    [InlineData("sum(rate(litellm_proxy_total_requests_metric_total[2m]))")]
    [InlineData("sum(rate(litellm_proxy_failed_requests_metric_total[2m])) by (exception_class)")]
    [InlineData("sum(rate(litellm_request_total_latency_metric_sum[2m]))/sum(rate(litellm_request_total_latency_metric_count[2m]))")]
    [InlineData("histogram_quantile(0.5, sum(rate(litellm_request_total_latency_metric_bucket[2m])) by (le))")]
    [InlineData("topk(5, sort(litellm_remaining_requests))")]
    [InlineData("topk(5, sort(litellm_remaining_tokens))")]
    public Task Query_OfAPublishedDashboard_FindsSeries(string query) => Eventually.PassesAsync(
        async () => Assert.True((await fixture.Stack.Prometheus.QueryAsync(query)).Any(double.IsFinite), query),
        TrafficFixture.DataDeadline);

    private static bool IsOfCallers(Panel panel) => panel.Targets.Any(target => OfCallers.Any(metric => target.Query.Contains(metric, StringComparison.Ordinal)));
}
