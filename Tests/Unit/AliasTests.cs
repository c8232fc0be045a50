using System.Diagnostics;
using System.Diagnostics.Metrics;
using ServiceDefaults.Prometheus;
using Tests.Support;

namespace Tests.Unit;

/// <summary>The compatibility names, from what ASP.NET Core records.</summary>
public sealed class AliasTests : IDisposable
{
    private readonly MetricStoreFixture _fixture = new();
    private readonly Histogram<double> _requests;

    public AliasTests() => _requests = _fixture.Meter.CreateHistogram(
        "http.server.request.duration", "s", "Duration.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });

    [Fact]
    public async Task Requests_ThatDifferInMoreThanAnAliasShows_AreAddedUp()
    {
        Request("GET", "/api/v1/users/{id}", 200, 0.05, ("network.protocol.version", "1.1"));
        Request("GET", "/api/v1/users/{id}", 200, 0.5, ("network.protocol.version", "2"));
        Request("GET", "/api/v1/users/{id}", 503, 5, ("network.protocol.version", "2"), ("error.type", "503"));
        Request("GET", null, 404, 0.01);
        Request("_OTHER", "/api/v12", 405, 0.01);

        await Golden.MatchesAsync("aliases.txt", await _fixture.WriteAsync("http_request"));
    }

    [Fact]
    public void Names_OfTheTable_AreEachThereOnce() => Assert.Equal(Aliases.All.Length, Aliases.All.DistinctBy(alias => alias.Name).Count());

    [Fact]
    public async Task Alias_NobodyRecordedItsSource_IsNotWritten() => Assert.Empty(await _fixture.WriteAsync("http_request"));

    [Fact]
    public async Task Alias_InstrumentOfThatNameExists_StandsBack()
    {
        Request("GET", "/", 200, 1);
        _fixture.Meter.CreateCounter<long>("http.requests").Add(1);

        Assert.Contains("\nhttp_requests_total 1\n", await _fixture.WriteAsync("http_requests"), StringComparison.Ordinal);
    }

    public void Dispose() => _fixture.Dispose();

    private void Request(string method, string? route, int status, double seconds, params (string Key, object Value)[] more)
    {
        var tags = new TagList { { "http.request.method", method }, { "http.response.status_code", status } };
        if (route is not null)
            tags.Add("http.route", route);
        foreach (var (key, value) in more)
            tags.Add(key, value);
        _requests.Record(seconds, tags);
    }
}
