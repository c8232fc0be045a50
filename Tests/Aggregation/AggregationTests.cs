using System.Net;
using System.Text.RegularExpressions;
using Api.Aggregation;
using ServiceDefaults.Prometheus;
using Tests.Exporter;
using Tests.Support;

namespace Tests.Aggregation;

/// <summary>What the endpoints tell of series as they are scraped, in which form, and how they describe it.</summary>
public sealed partial class AggregationTests(ScrapedReplicas replicas) : KnownAnswers(replicas), IClassFixture<ScrapedReplicas>
{
    private static readonly string[] NamesOfTheSeed = ["gatewayz_providers_total", "subscription_count"]; // gauges that promtool would call otherwise

    public static TheoryData<string> TextEndpoints { get; } = [.. AggregationEndpoint.OfText.Select(endpoint => endpoint.Name)];

    public static TheoryData<string> Queries { get; } =
        [.. SummaryValue.All.Select(value => value.Query).Concat(AggregatedFamily.All.SelectMany(family => family.Queries).Select(query => query.PromQl)).Distinct()];

    [Theory]
    [MemberData(nameof(TextEndpoints))]
    public async Task Text_OfEachEndpoint_IsWhatEveryReaderTakes(string endpoint)
    {
        var text = await Replicas.ExposeAsync(endpoint);
        using var response = await Replicas.GetAsync(endpoint);
        var complaints = await Promtool.CheckMetricsAsync(text);

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.True(StrictReader.Read(text, ExpositionFormat.Text).Count > 1, text); // each family once, each histogram adding up
        Assert.DoesNotContain(complaints, complaint => !NamesOfTheSeed.Any(name => complaint.StartsWith(name, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Query_OfEachRow_FindsTheSeriesOfTheReplicas(string query) => Assert.NotEmpty(await Replicas.Prometheus.QueryAsync(query));

    [Fact]
    public async Task Docs_OfEachEndpoint_AreWhatItTells()
    {
        using var response = await Replicas.GetAsync("docs");
        var docs = await response.Content.ReadAsStringAsync();
        var summary = await Replicas.SummarizeAsync();

        Assert.Equal((HttpStatusCode.OK, "text/markdown; charset=utf-8"), (response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        Assert.Equal(AggregationHost.ValuesOf(summary).Select(value => value.Path).Order(), RowsOf(docs, "summary").Order());
        foreach (var endpoint in AggregationEndpoint.OfText.Where(endpoint => endpoint.Name != "all"))
            Assert.Equal(TypesIn(await Replicas.ExposeAsync(endpoint.Name)).Where(name => name != "prometheus_upstream_up"), RowsOf(docs, endpoint.Name));
        Assert.All<object[]>(Queries, query => Assert.Contains($"`{query[0]}`", docs, StringComparison.Ordinal));
    }

    private static IEnumerable<string> TypesIn(string text) => text.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]);

    /// <summary>What the rows of a section begin with.</summary>
    private static IEnumerable<string> RowsOf(string docs, string section) =>
        docs.Split("\n## ").Single(part => part.StartsWith($"/{section}\n", StringComparison.Ordinal)).Split('\n').Select(line => Row().Match(line)).Where(row => row.Success).Select(row => row.Groups["name"].Value);

    [GeneratedRegex(@"^\| `(?<name>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
