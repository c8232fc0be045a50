namespace Tests.AppModel;

/// <summary>The keep rule of prometheus.yml lets through what the stack promises.</summary>
public sealed class PrometheusConfigurationTests
{
    [Theory]
    [InlineData("http_server_request_duration_seconds_bucket http_server_active_requests kestrel_active_connections http_client_request_duration_seconds_sum")]
    [InlineData("dotnet_gc_collections_total aspnetcore_routing_match_attempts_total db_client_connection_count process_cpu_seconds_total process_open_fds build_info")]
    [InlineData("http_requests_total http_request_duration_seconds_count http_request_size_bytes_sum http_response_size_bytes_sum http_requests_in_progress http_requests_inprogress http_exceptions_total api_errors_total")]
    [InlineData("fastapi_app_info fastapi_requests_total fastapi_request_duration_seconds_bucket fastapi_cpu_usage_percent fastapi_active_users")]
    [InlineData("db_query_duration_seconds_bucket db_query_errors_total db_connection_pool_size db_connection_pool_max_size database_queries_total database_operations_total")]
    [InlineData("chores_created_total chores_approved_total chore_completion_time_seconds_bucket assignments_created_total assignments_claimed_total")]
    [InlineData("user_logins_total user_registrations_total user_login_failures_total families_created_total family_joins_total families_active_count")]
    [InlineData("reward_adjustments_total reward_adjustments_amount_bucket rewards_paid_total active_users_count pending_approvals_count")]
    [InlineData("cache_operations_total cache_size_bytes background_tasks_total background_queue_size active_connections external_api_requests_total external_api_duration_seconds_sum traffic_visits_total")]
    [InlineData("model_inference_requests_total model_inference_duration_seconds_bucket tokens_used_total credits_used_total")]
    [InlineData("provider_availability provider_error_rate provider_failovers_total gatewayz_provider_health_score gatewayz_providers_total gatewayz_healthy active_api_keys subscription_count trial_active")]
    [InlineData("provider_rate_limit_remaining_requests provider_rate_limit_remaining_tokens litellm_remaining_requests litellm_remaining_tokens")]
    [InlineData("litellm_proxy_total_requests_metric_total litellm_proxy_failed_requests_metric_total litellm_request_total_latency_metric_bucket")]
    [InlineData("gen_ai_client_token_usage_bucket gen_ai_server_time_to_first_token_seconds_sum")]
    [InlineData("prometheus_upstream_up prometheus_upstream_request_duration_seconds_bucket prometheus_upstream_cache_total")]
    [InlineData("telemetry_export_lost_total telemetry_log_lines_dropped_total telemetry_measurements_overflowed_total telemetry_measurements_failed_total telemetry_requests_failed_total")]
    public void KeepRule_PromisedNames_AreKept(string names) =>
        Assert.All(names.Split(' '), name => Assert.Matches(ReadKeepRule(), name));

    [Theory]
    [InlineData("go_goroutines")]
    [InlineData("prometheus_build_info")]
    [InlineData("my_http_requests_total")]
    public void KeepRule_OtherNames_AreDropped(string name) => Assert.DoesNotMatch(ReadKeepRule(), name);

    /// <summary>The regular expression as Prometheus reads it: YAML joins its lines, and both ends are anchored.</summary>
    private static string ReadKeepRule()
    {
        var configuration = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "observability/prometheus/prometheus.yml"));
        var parts = configuration.Split("regex: \"");
        Assert.Equal(2, parts.Length);      // one rule: a second would have to match too

        var lines = parts[1].Split('"')[0].Split('\n').Select(line => line.Trim().TrimEnd('\\'));
        return $"^(?:{string.Concat(lines)})$";
    }
}
