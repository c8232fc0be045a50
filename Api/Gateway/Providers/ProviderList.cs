namespace Api.Gateway.Providers;

/// <summary>The providers of the configuration.</summary>
internal sealed class ProviderList(GatewayOptions options, TimeProvider time, ILogger<Provider> logger) : IDisposable
{
    public IReadOnlyList<Provider> All { get; } =
        [.. options.Providers.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => new Provider(each.Key, each.Value, time, logger))];

    public void Dispose()
    {
        foreach (var provider in All)
            provider.Dispose();
    }
}
