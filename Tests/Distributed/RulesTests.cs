using System.Text.Json;
using Tests.Support;
using Tests.Support.Rules;

namespace Tests.Distributed;

/// <summary>Prometheus' rules, where there is what they read.</summary>
[Collection(WholeStackDefinition.Name)]
public sealed class RulesTests(WholeStackFixture fixture)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Metrics_OfWhichRulesTell_AreKnownToPrometheus()
    {
        // What is counted before the first scrape is not seen to grow.
        await Eventually.PassesAsync(() => fixture.Stack.Prometheus.QueryOneAsync("sum(user_logins_total)"), Deadline);
        using var api = fixture.Stack.NewApiClient();
        await api.SignUpAsync();
        await api.GetJsonAsync("/api/v1/users/me");
        using var refused = await api.GetAsync("/api/v1/users/nobody"); // rules tell of those, too
        // The group `aggregation` sums up what there is: calls of models, and exceptions, once there are some. RecordedAggregationTests prove it.
        var names = RuleFiles.Groups.Where(group => group.Name != "aggregation").SelectMany(group => group.Rules).SelectMany(rule => PromQl.MetricNames(rule.Expr)).ToHashSet();

        await Eventually.PassesAsync(
            async () =>
            {
                var known = (await fixture.Stack.Prometheus.GetAsync("label/__name__/values")).EnumerateArray().Select(name => name.GetString()!);
                Assert.Empty(names.Except(known));
            },
            Deadline);
    }

    [Fact]
    public async Task Rules_WhileAllIsWell_AreEvaluatedWithoutErrorAndTellNothing()
    {
        await Eventually.PassesAsync(() => fixture.Stack.Prometheus.QueryOneAsync("""service:http_requests:rate5m{service="api"}"""), Deadline);
        var scraped = TimeProvider.System.GetUtcNow();

        await Eventually.PassesAsync(
            async () =>
            {
                var groups = (await fixture.Stack.Prometheus.GetAsync("rules")).GetProperty("groups").EnumerateArray().ToList();
                Assert.Equal(RuleFiles.Groups.Count, groups.Count);
                Assert.All(groups.SelectMany(group => group.GetProperty("rules").EnumerateArray()), rule => IsWell(rule, scraped));
            },
            Deadline);
    }

    private static void IsWell(JsonElement rule, DateTimeOffset since)
    {
        Assert.True(rule.GetProperty("lastEvaluation").GetDateTimeOffset() > since, "It was not evaluated yet with something to read.");
        Assert.Equal("ok", rule.GetProperty("health").GetString());
        Assert.False(rule.TryGetProperty("lastError", out var error), error.ToString());
        // On a machine that runs other tests too, requests may well be slow.
        if (rule.TryGetProperty("alerts", out var alerts) && !rule.GetProperty("name").GetString()!.StartsWith("LatencyBudget", StringComparison.Ordinal))
            Assert.Empty(alerts.EnumerateArray().Select(alert => alert.ToString()));
    }
}
