using System.Globalization;

namespace AppHost;

/// <summary>The providers that the AI gateway has here: all of them simulated. Prices are dollars for 1000 tokens, of the size that such models have.</summary>
internal static class GatewayProviders
{
    private static readonly Provider[] Providers =
    [
        new("swift", Weight: 3, PriceFactor: 1.5m),
        new("steady", Weight: 2, PriceFactor: 1),
        new("wobbly", Weight: 1, PriceFactor: 0.8m),
    ];

    private static readonly Model[] Models =
    [
        new("small-chat", InputPrice: 0.0005m, OutputPrice: 0.0015m, MaximumOutputTokens: 1000),
        new("large-chat", InputPrice: 0.005m, OutputPrice: 0.015m, MaximumOutputTokens: 4000),
        new("embed", InputPrice: 0.0001m, OutputPrice: 0, MaximumOutputTokens: 0),
    ];

    /// <summary>Has the API send calls to models to the simulated providers.</summary>
    public static IResourceBuilder<ProjectResource> WithSimulatedProviders(this IResourceBuilder<ProjectResource> api, IResourceBuilder<ProjectResource> simulated)
    {
        foreach (var provider in Providers)
        {
            var section = $"Gateway__Providers__{provider.Name}";
            api.WithEnvironment($"{section}__BaseAddress", ReferenceExpression.Create($"{simulated.GetEndpoint("http")}/{provider.Name}/v1"))
                .WithEnvironment($"{section}__ApiKey", "simulated") // they take any
                .WithEnvironment($"{section}__Weight", Text(provider.Weight));
            foreach (var model in Models)
            {
                api.WithEnvironment($"{section}__Models__{model.Name}__InputPrice", Text(model.InputPrice * provider.PriceFactor))
                    .WithEnvironment($"{section}__Models__{model.Name}__OutputPrice", Text(model.OutputPrice * provider.PriceFactor))
                    .WithEnvironment($"{section}__Models__{model.Name}__MaximumOutputTokens", Text(model.MaximumOutputTokens));
            }
        }

        return api;
    }

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Provider(string Name, int Weight, decimal PriceFactor);

    private sealed record Model(string Name, decimal InputPrice, decimal OutputPrice, int MaximumOutputTokens);
}
