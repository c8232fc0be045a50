using System.Collections.Frozen;
using Api.Gateway.Providers;

namespace Api.Gateway.Models;

/// <summary>The models of the configuration, each with who offers it. A name that is not here never becomes a label.</summary>
internal sealed class ModelList
{
    private readonly FrozenDictionary<string, IReadOnlyList<Offer>> _offers;

    public ModelList(GatewayOptions options, ProviderList providers)
    {
        var offers = from provider in providers.All
                     from model in options.Providers[provider.Name].Models
                     let settings = model.Value
                     select new Offer(provider, model.Key, settings.Name ?? model.Key, new(settings.InputPrice, settings.OutputPrice), settings.MaximumOutputTokens);
        _offers = offers.GroupBy(offer => offer.Model, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => (IReadOnlyList<Offer>)[.. group], StringComparer.Ordinal);
        Names = [.. _offers.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>What callers can ask for.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Who has a model; empty when nobody does.</summary>
    public IReadOnlyList<Offer> Find(string model) => _offers.GetValueOrDefault(model, []);
}
