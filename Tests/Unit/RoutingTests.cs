using Api.Gateway.Models;
using Api.Gateway.Providers;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Unit;

/// <summary>Which provider is asked first.</summary>
public sealed class RoutingTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly List<Provider> _providers = [];

    [Fact]
    public void Healthy_AreBeforeDegraded_AreBeforeThoseThatAreDown()
    {
        var (down, degraded, healthy) = (Offer("down", weight: 100), Offer("degraded", weight: 100), Offer("healthy", weight: 1));
        down.Provider.Health.Down();
        for (var i = 0; i < 5; i++)
            degraded.Provider.Health.Failed();

        for (var seed = 0; seed < 100; seed++)
            Assert.Equal(["healthy", "degraded", "down"], Routing.Order([down, degraded, healthy], new Random(seed)).Select(offer => offer.Provider.Name));
    }

    [Fact]
    public void Equals_AreFirstAsOftenAsTheirWeightsSay()
    {
        const int Calls = 20_000;
        Offer[] offers = [Offer("a", weight: 1), Offer("b", weight: 2), Offer("c", weight: 7)];
        var chance = new Random(1);

        var first = Enumerable.Range(0, Calls).CountBy(_ => Routing.Order(offers, chance)[0].Provider.Name).ToDictionary();

        // Within four standard deviations.
        Assert.InRange(first["a"], Calls * 0.1 - 170, Calls * 0.1 + 170);
        Assert.InRange(first["b"], Calls * 0.2 - 230, Calls * 0.2 + 230);
        Assert.InRange(first["c"], Calls * 0.7 - 260, Calls * 0.7 + 260);
    }

    [Fact]
    public void Order_HasEachOfferOnce()
    {
        Offer[] offers = [Offer("a", weight: 1), Offer("b", weight: 1), Offer("c", weight: 1), Offer("d", weight: 1)];

        Assert.Equal(offers, Routing.Order(offers, new Random(3)).OrderBy(offer => offer.Provider.Name, StringComparer.Ordinal));
    }

    public void Dispose() => _providers.ForEach(provider => provider.Dispose());

    private Offer Offer(string name, int weight)
    {
        var provider = new Provider(name, new() { BaseAddress = new("http://localhost:1/v1"), Weight = weight }, _time, NullLogger.Instance);
        _providers.Add(provider);
        return new(provider, "model", "model", default, MaximumOutputTokens: 100);
    }
}
