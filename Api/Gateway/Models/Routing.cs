namespace Api.Gateway.Models;

/// <summary>Who is asked first.</summary>
internal static class Routing
{
    // Whoever is down has a score of 0, and is still asked when there is nobody else.
    private const double LeastScore = 1;

    /// <summary>
    /// The offers in the order in which they are tried: healthy providers before degraded ones before those that are down; among equals by chance, each as often first as
    /// its weight × score says.
    /// </summary>
    public static IReadOnlyList<Offer> Order(IReadOnlyList<Offer> offers, Random chance) =>
    [
        .. from offer in offers
           let health = offer.Provider.Health.Read()
           let weight = offer.Provider.Weight * Math.Max(health.Score, LeastScore)
           orderby health.State, -Math.Log(1 - chance.NextDouble()) / weight // exponential keys: the least is of each with a chance in proportion to its weight
           select offer,
    ];
}
