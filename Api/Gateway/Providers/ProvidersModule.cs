namespace Api.Gateway.Providers;

/// <summary>The providers of models, and how they are.</summary>
internal static class ProvidersModule
{
    public static void AddProviders(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(GatewayOptions.From(builder.Configuration));
        builder.Services.AddSingleton<ProviderList>();
        builder.Services.AddHostedService<ProbeService>();
    }
}
