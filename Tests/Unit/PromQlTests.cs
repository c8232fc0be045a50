using Tests.Support;

namespace Tests.Unit;

/// <summary>The metrics that an expression reads.</summary>
public sealed class PromQlTests
{
    [Theory]
    [InlineData("up", "up")]
    [InlineData("up == 0 or absent(up)", "up")]
    [InlineData("sum by (le, route) (rate(a_bucket{job=\"b\", x=~\"c|d\"}[5m]))", "a_bucket")]
    [InlineData("SUM(a) BY (le) / ON (le) GROUP_LEFT (b) c", "a c")]
    [InlineData("a and on () group_left b unless ignoring(c) d", "a b d")]
    [InlineData("service:http_requests:rate5m > 14.4 * (1 - scalar(slo:availability:objective))", "service:http_requests:rate5m slo:availability:objective")]
    [InlineData("a{text=\"b } c\", other='{d'}[1h:5m] offset 5m @ 1e9", "a")]
    [InlineData("a{text=\"say \\\"b\\\" }\"} + c", "a c")]
    [InlineData("label_replace(a, \"b\", \"$1\", \"c\", \"(.*)\") # d e", "a")]
    [InlineData("sum(rate(a{service=\"$service\", job=~\"${job}\"}[$__rate_interval])) > bool $limit", "a")]
    [InlineData("topk (5, max_over_time(a[$__range]))\n  / Inf - -NaN + 0x1F", "a")]
    [InlineData("min_over_time(a:b[2m]) > 100 and ( c )", "a:b c")]
    [InlineData("vector(0.995)", "")]
    public void MetricNames_OfAnExpression_AreThoseThatItReads(string expression, string expected) =>
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), PromQl.MetricNames(expression).Order(StringComparer.Ordinal));
}
