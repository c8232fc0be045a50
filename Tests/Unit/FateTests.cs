using SimulatedProviders;

namespace Tests.Unit;

/// <summary>What chance has in store for the requests of a simulated provider.</summary>
public sealed class FateTests
{
    private const int Many = 4000;

    private static readonly ProviderSettings Settings = new() { LatencyMedian = 200, LatencyP99 = 1000, OutputMedian = 50, OutputP99 = 200, ErrorRate = 0.1 };

    [Fact]
    public void Fates_OfManyRequests_AreDistributedAsTheSettingsSay()
    {
        var fates = Enumerable.Range(1, Many).Select(number => Fate.Of(Settings, "swift", number)).ToArray();

        Assert.Equal(0.1, Share(fates, fate => fate.Fails), tolerance: 0.02);
        Assert.Equal(0.5, Share(fates, fate => fate.FirstToken.TotalMilliseconds < 200), tolerance: 0.03);
        Assert.Equal(0.99, Share(fates, fate => fate.FirstToken.TotalMilliseconds < 1000), tolerance: 0.005);
        Assert.Equal(0.5, Share(fates, fate => fate.Tokens < 50), tolerance: 0.03);
        Assert.Equal(0.99, Share(fates, fate => fate.Tokens < 200), tolerance: 0.005);
        Assert.True(fates.Select(fate => fate.FirstToken).Distinct().Count() > Many * 0.99, "Many requests share their latency.");
    }

    [Fact]
    public void Fate_OfARequest_IsTheSameAndFailuresDependOnNothingElse()
    {
        var faster = Settings with { LatencyMedian = 0, LatencyP99 = 0, TokensPerSecond = 1000 };

        Assert.All(Enumerable.Range(1, 100), number =>
        {
            var (fate, again, other) = (Fate.Of(Settings, "swift", number), Fate.Of(Settings, "swift", number), Fate.Of(faster, "swift", number));
            Assert.Equal((fate.Fails, fate.FirstToken, fate.Tokens, fate.Random.Next()), (again.Fails, again.FirstToken, again.Tokens, again.Random.Next()));
            Assert.Equal((fate.Fails, fate.Tokens, TimeSpan.Zero), (other.Fails, other.Tokens, other.FirstToken));
        });
    }

    private static double Share(Fate[] fates, Func<Fate, bool> which) => (double)fates.Count(which) / fates.Length;
}
