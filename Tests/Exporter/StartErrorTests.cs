using Tests.Support;

namespace Tests.Exporter;

/// <summary>A service with a setting that makes no sense does not start, and says which, what it is and what it may be.</summary>
public sealed class StartErrorTests
{
    [Theory]
    [InlineData("METRICS_ENDPOINT", "metrics", "a path that starts with a slash")]
    [InlineData("METRICS_ENDPOINT", "/metrics/{", "a path that starts with a slash")]
    [InlineData("METRICS_ENDPOINT", "/{anything}", "a path that starts with a slash")]
    [InlineData("METRICS_ENDPOINT", "/internal//metrics", "a path that starts with a slash")]
    [InlineData("METRICS_ENDPOINT", "/metrics?all", "a path that starts with a slash")]
    [InlineData("Metrics:SeriesLimit", "0", "the number of series")]
    [InlineData("Metrics:SeriesLimit", "-5", "the number of series")]
    [InlineData("Metrics:SeriesLimit", "many", "the number of series")]
    [InlineData("Metrics:Created", "perhaps", "true or false")]
    [InlineData("Metrics:GroupStatusCodes", "2xx", "true or false")]
    [InlineData("Metrics:InProgressLabels", "perhaps", "true or false")]
    [InlineData("Metrics:Aliases:http", "2", "true or false")]
    [InlineData("ENABLE_METRICS", "perhaps", "true or false")]
    [InlineData("Metrics:Aliases:graphite", "true", "http, fastapi, database, litellm")]
    [InlineData("Metrics:Buckets:t.time", "0.1 0.5", "bounds that are numbers and rise")]
    [InlineData("Metrics:Buckets:t.time:0", "small", "bounds that are numbers and rise")]
    [InlineData("Metrics:Buckets:t.time:0", "NaN", "bounds that are numbers and rise")]
    [InlineData("Metrics:Buckets:t.time:0", "Infinity", "bounds that are numbers and rise")]
    [InlineData("Metrics:Unmatched", "drop", "group")]
    [InlineData("Metrics:ExcludedHandlers:0", "/a(", "a regular expression")]
    [InlineData("Metrics:ExcludedHandlers", "(?<!a)b", "a regular expression")]
    [InlineData("Metrics:HeaderLabels:X-Tier", "gold", "List those that may become label values")]
    [InlineData("Management:Port", "0", "a port from 1 to 65535")]
    [InlineData("Management:Port", "65536", "a port from 1 to 65535")]
    [InlineData("Management:Port", "-1", "a port from 1 to 65535")]
    [InlineData("Management:Port", "http", "a port from 1 to 65535")]
    [InlineData("Shutdown:Drain", "5", "from 00:00:00 to 00:10:00")]
    [InlineData("Shutdown:Drain", "-00:00:01", "from 00:00:00 to 00:10:00")]
    [InlineData("Shutdown:Drain", "5s", "from 00:00:00 to 00:10:00")]
    [InlineData("Logs:Format", "xml", "json")]
    [InlineData("Logs:ExcludedPaths:0", "favicon.ico", "a path that starts with a slash")]
    [InlineData("OTEL_TRACES_SAMPLER", "sometimes", "always_on")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317", "a URL with scheme")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "/v1/traces", "a URL with scheme")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http/json", "grpc or http/protobuf", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "10s", "milliseconds", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")]
    [InlineData("OTEL_EXPORTER_OTLP_COMPRESSION", "br", "gzip or none", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "1.5", "from 0 to 1", "OTEL_TRACES_SAMPLER", "traceidratio")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "half", "from 0 to 1", "OTEL_TRACES_SAMPLER", "parentbased_traceidratio")]
    [InlineData("ConnectionStrings:tempo", "tempo:4318", "a URL with scheme")]
    [InlineData("ConnectionStrings:loki", "loki", "a URL with scheme")]
    public async Task Setting_ThatCannotBe_EndsTheStartAndIsNamed(string key, string value, string allowed, string other = "", string otherValue = "")
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => SmallService.StartAsync(_ => { }, (key, value), (other, otherValue)));

        Assert.StartsWith(key, failure.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, failure.Message, StringComparison.Ordinal);

        // Of a list the key has the value's place already, and a name that nobody knows is itself what is wrong.
        if (!key.EndsWith("graphite", StringComparison.Ordinal) && !key.StartsWith("Metrics:HeaderLabels", StringComparison.Ordinal))
            Assert.Contains($"'{value}'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "s3cret", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")]
    [InlineData("Metrics:BearerToken", "s3cret\n", "", "")]
    [InlineData("Metrics:BearerToken", "s3cret and more", "", "")]
    [InlineData("Metrics:BearerToken", "s3crét", "", "")]
    public async Task Secret_ThatCannotBe_EndsTheStartAndIsNotShown(string key, string value, string other, string otherValue)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => SmallService.StartAsync(_ => { }, (key, value), (other, otherValue)));

        Assert.StartsWith(key, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bounds_ThatFall_EndTheStart()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => SmallService.StartAsync(_ => { }, ("Metrics:Buckets:t.time:0", "2"), ("Metrics:Buckets:t.time:1", "1")));

        Assert.Equal("Metrics:Buckets:t.time:1 is '1'. Give bounds that are numbers and rise, such as [0.1, 0.5, 1].", failure.Message);
    }
}
