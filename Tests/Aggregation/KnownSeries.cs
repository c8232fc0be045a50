namespace Tests.Aggregation;

/// <summary>What two replicas tell: the same counts, and gauges that differ. Between two scrapes 2000 requests are answered, of which 80 fail, and some other work is done.</summary>
internal static class KnownSeries
{
    // Counters are great already: Prometheus would take a small one for one that began just now, and reckon how much it has grown otherwise.
    private const string Page = """
        fastapi_requests_total{app_name="api",path="/a",status_code="200"} {1000000+900}
        fastapi_requests_total{app_name="api",path="/b",status_code="200"} {500000+60}
        fastapi_requests_total{app_name="api",path="/b",status_code="503"} {2000+40}
        fastapi_requests_duration_seconds_bucket{app_name="api",path="/a",le="0.1"} {600000+500}
        fastapi_requests_duration_seconds_bucket{app_name="api",path="/a",le="0.5"} {1200000+1000}
        fastapi_requests_duration_seconds_bucket{app_name="api",path="/a",le="10.0"} {1502000+1000}
        fastapi_requests_duration_seconds_bucket{app_name="api",path="/a",le="+Inf"} {1502000+1000}
        fastapi_requests_duration_seconds_sum{app_name="api",path="/a"} {300000+250}
        fastapi_requests_duration_seconds_count{app_name="api",path="/a"} {1502000+1000}
        fastapi_requests_in_progress{app_name="api",path="/a"} {replica}
        fastapi_exceptions_total{app_name="api",path="/b",exception_type="TimeoutException"} 5
        gatewayz_providers_total 4
        gatewayz_providers_healthy 2
        gatewayz_providers_degraded 1
        gatewayz_providers_down 1
        provider_availability{provider="p1"} {1|0}
        provider_availability{provider="p2"} 1
        provider_error_rate{provider="p1"} {0.25|0.75}
        provider_error_rate{provider="p2"} 0.05
        provider_response_time_seconds{provider="p1"} {0.2|0.3}
        provider_response_time_seconds{provider="p2"} 0.1
        gatewayz_provider_health_score{provider="p1"} {80|30}
        gatewayz_provider_health_score{provider="p2"} 99
        model_inference_requests_total{model="say \"hi\" \\ \n",provider="p1",status="success"} 70
        model_inference_requests_total{model="m2",provider="p1",status="error"} 5
        model_inference_duration_seconds_bucket{model="m2",provider="p1",le="1.0"} {1000000+10}
        model_inference_duration_seconds_bucket{model="m2",provider="p1",le="+Inf"} {1000000+20}
        model_inference_duration_seconds_sum{model="m2",provider="p1"} {1000000+30}
        model_inference_duration_seconds_count{model="m2",provider="p1"} {1000000+20}
        tokens_used_total{model="m2",provider="p1",type="input"} 1000
        tokens_used_total{model="m2",provider="p1",type="output"} 500
        credits_used_total{model="m2",provider="p1"} 0.12500001
        active_api_keys 7
        subscription_count{plan="pro",status="active"} 3
        subscription_count{plan="basic",status="active"} 2
        subscription_count{plan="pro",status="canceled"} 9
        trial_active 0
        database_queries_total{operation="select"} 1000
        database_query_duration_seconds_bucket{operation="select",le="0.005"} {1000000+50}
        database_query_duration_seconds_bucket{operation="select",le="0.01"} {1000000+100}
        database_query_duration_seconds_bucket{operation="select",le="+Inf"} {1000000+100}
        database_query_duration_seconds_sum{operation="select"} {1000000+0.5}
        database_query_duration_seconds_count{operation="select"} {1000000+100}
        cache_operations_total{cache="family",operation="get",result="hit"} {1000000+75}
        cache_operations_total{cache="family",operation="get",result="miss"} {1000000+25}
        cache_operations_total{cache="family",operation="set",result="stored"} {1000000+9999}
        cache_size_bytes {1000|2000}

        """;

    /// <summary>What a replica tells.</summary>
    /// <param name="replica">1 or 2.</param>
    /// <param name="hasWorked">Whether the work is done.</param>
    public static string Of(int replica, bool hasWorked) => string.Join('\n', Page.Split('\n').Select(line =>
    {
        var start = line.LastIndexOf(" {", StringComparison.Ordinal);
        return start < 0 ? line : $"{line[..start]} {Value(line[(start + 2)..^1], replica, hasWorked)}";
    }));

    // base+growth; first|second; replica
    private static string Value(string text, int replica, bool hasWorked) => text.Split('+', '|') switch
    {
        [var start, var growth] when text.Contains('+', StringComparison.Ordinal) => $"{decimal.Parse(start) + (hasWorked ? decimal.Parse(growth) : 0)}",
        [var first, var second] => replica == 1 ? first : second,
        _ => $"{replica}",
    };
}
