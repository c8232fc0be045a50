namespace SimulatedProviders;

/// <summary>What chance has in store for a request: a function of the settings, the provider's name and the request's number.</summary>
/// <param name="Fails">It is answered with 500.</param>
/// <param name="FirstToken">How long until its answer begins.</param>
/// <param name="PerToken">How long a token takes after that.</param>
/// <param name="Tokens">How many its answer has.</param>
/// <param name="Random">Where what else it needs comes from.</param>
internal sealed record Fate(bool Fails, TimeSpan FirstToken, TimeSpan PerToken, int Tokens, Random Random)
{
    public static Fate Of(ProviderSettings settings, string provider, long number)
    {
        var random = Chance.Of($"{settings.Seed}/{provider}/{number}");
        return new(
            random.NextDouble() < settings.ErrorRate,
            TimeSpan.FromMilliseconds(random.LogNormal(settings.LatencyMedian, settings.LatencyP99)),
            TimeSpan.FromSeconds(1 / settings.TokensPerSecond),
            Math.Max(1, (int)Math.Round(random.LogNormal(settings.OutputMedian, settings.OutputP99))),
            random);
    }
}
