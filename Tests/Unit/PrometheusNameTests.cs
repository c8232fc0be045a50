using ServiceDefaults.Prometheus;

namespace Tests.Unit;

public sealed class PrometheusNameTests
{
    [Theory]
    [InlineData("http.server.request.duration", "s", "histogram", "http_server_request_duration_seconds")]
    [InlineData("http.server.active_requests", "{request}", "gauge", "http_server_active_requests")]
    [InlineData("chores.created", "{chore}", "counter", "chores_created_total")]
    [InlineData("chores_created_total", null, "counter", "chores_created_total")]
    [InlineData("dotnet.gc.pause.time", "s", "counter", "dotnet_gc_pause_time_seconds_total")]
    [InlineData("bytes.sent_total", "By", "counter", "bytes_sent_bytes_total")]
    [InlineData("latency_seconds", "s", "histogram", "latency_seconds")]
    [InlineData("cache.hit", "1", "gauge", "cache_hit_ratio")]
    [InlineData("cache.hit_ratio", "1", "gauge", "cache_hit_ratio")]
    [InlineData("requests", "1", "counter", "requests_total")]
    [InlineData("throughput", "By/s", "gauge", "throughput_bytes_per_second")]
    [InlineData("throughput", "{request}/min", "gauge", "throughput_per_min")]
    [InlineData("cpu", "%", "gauge", "cpu_percent")]
    [InlineData("odd", "furlong", "gauge", "odd_furlong")]
    [InlineData("a..b--c d", null, "gauge", "a_b_c_d")]
    [InlineData("2nd.try", null, "gauge", "_2nd_try")]
    [InlineData("level:metric:operation", null, "gauge", "level:metric:operation")]
    [InlineData("größe", null, "gauge", "größe")]
    public void Of_InstrumentNameAndUnit_FollowsTheRulesOfOpenTelemetry(string name, string? unit, string type, string expected) =>
        Assert.Equal(expected, PrometheusName.Of(name, unit, type));

    [Theory]
    [InlineData("http.request.method", "http_request_method")]
    [InlineData("level:x", "level_x")]
    [InlineData("1st", "_1st")]
    [InlineData("le", "exported_le")]
    public void OfLabel_TagKey_IsALabelName(string key, string expected) => Assert.Equal(expected, PrometheusName.OfLabel(key));
}
