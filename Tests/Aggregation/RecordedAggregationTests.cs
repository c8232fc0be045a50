using Api.Aggregation;
using Tests.Support;
using Tests.Support.Rules;

namespace Tests.Aggregation;

/// <summary>Where Prometheus records the sums, the endpoints tell the same and read no others.</summary>
public sealed class RecordedAggregationTests(RecordedReplicas replicas) : KnownAnswers(replicas), IClassFixture<RecordedReplicas>
{
    [Fact]
    public void Rules_OfTheFile_AreTheTable()
    {
        var rules = RuleFiles.Groups.Single(group => group.Name == "aggregation").Rules;

        Assert.Equal(
            [.. RecordedSeries.All.Select(series => (series.Name, series.PromQl)), (RecordedSeries.Count.PromQl, $"vector({RecordedSeries.All.Length})")],
            rules.Select(rule => (rule.Record!, rule.Expr)));
    }

    [Fact]
    public void Series_OfTheTable_AreEachReadBySomeEndpoint() => Assert.All(RecordedSeries.All, series => Assert.Contains(
        SummaryValue.QueriesOf(Source.Recorded).Concat(AggregatedFamily.All.SelectMany(family => family.QueriesOf(Source.Recorded))),
        query => query.PromQl.Contains(series.Name, StringComparison.Ordinal)));

    [Fact]
    public async Task Endpoints_WhereSumsAreRecorded_ReadNoSeriesThatTheyAreMadeOf()
    {
        await using var gate = await PrometheusGate.StartAsync(Replicas.PrometheusAddress);
        await using var service = await AggregationHost.StartAsync(gate.Address);
        await AggregationHost.SummarizeAsync(service);
        foreach (var endpoint in AggregationEndpoint.OfText)
            await AggregationHost.ExposeAsync(service, endpoint.Name);

        var metrics = gate.Asked.SelectMany(PromQl.MetricNames).ToHashSet();
        Assert.Contains("aggregation:fastapi_requests_total:sum", metrics);
        Assert.Empty(metrics.Intersect(RecordedSeries.All.Where(series => series.Operation == RecordedSeries.Sum).Select(series => series.Metric)));
    }
}
