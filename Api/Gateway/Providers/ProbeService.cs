using OpenTelemetry;

namespace Api.Gateway.Providers;

/// <summary>Asks providers for a sign of life of which nothing was heard for a while: so one that was down is found to be back without a caller who waits for it.</summary>
internal sealed class ProbeService(ProviderList providers, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan IdleWhileNotWell = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        using var timer = new PeriodicTimer(Look, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await Task.WhenAll(providers.All.Where(IsDue).Select(provider => provider.ProbeAsync(stoppingToken)));
    }

    private static bool IsDue(Provider provider) =>
        provider.Pause == TimeSpan.Zero && provider.Health.Idle >= (provider.Health.Read().State is ProviderState.Healthy ? Idle : IdleWhileNotWell);
}
