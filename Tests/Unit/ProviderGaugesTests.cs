using System.Diagnostics.Metrics;
using Api.Gateway;
using Api.Gateway.Providers;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Unit;

/// <summary>When gauges look at the providers.</summary>
public sealed class ProviderGaugesTests : IDisposable
{
    private readonly MetricStoreFixture _fixture = new();
    private readonly Provider _provider = new("swift", new() { BaseAddress = new("http://localhost:1/v1") }, new ManualTime(), NullLogger.Instance);
    private readonly ProviderGauges _gauges;

    public ProviderGaugesTests() => _gauges = new(_fixture.Meter, [_provider]);

    [Fact]
    public async Task Gauges_OfOneScrape_TellOfTheSameMoment()
    {
        for (var i = 1; i <= 3; i++)
        {
            _gauges.Add($"t.gauge{i}", unit: null, "Failures.", reports =>
            {
                _provider.Health.Failed();
                return ErrorRate(reports);
            });
        }

        var first = await ScrapeAsync();
        var second = await ScrapeAsync();

        Assert.Equal(["t_gauge1 0", "t_gauge2 0", "t_gauge3 0"], first);
        Assert.Equal(["t_gauge1 1", "t_gauge2 1", "t_gauge3 1"], second);
    }

    [Fact]
    public async Task Gauges_OfProvidersThatDoNotChange_AreMeasuredOnce()
    {
        var measured = 0;
        _gauges.Add("t.gauge", unit: null, "Failures.", reports =>
        {
            measured++;
            return ErrorRate(reports);
        });

        for (var i = 0; i < 3; i++)
            Assert.Equal(["t_gauge 0"], await ScrapeAsync());
        Assert.Equal(1, measured);

        _provider.Health.Failed();
        Assert.Equal(["t_gauge 1"], await ScrapeAsync());
        Assert.Equal(2, measured);
    }

    public void Dispose()
    {
        _provider.Dispose();
        _fixture.Dispose();
    }

    private static IEnumerable<Measurement<double>> ErrorRate(ProviderReport[] reports) => [new(Assert.Single(reports).Health.ErrorRate)];

    private async Task<IEnumerable<string>> ScrapeAsync() => ScrapedText.Series(await _fixture.WriteAsync("t_"), "t_");
}
