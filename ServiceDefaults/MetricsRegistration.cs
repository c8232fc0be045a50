using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ServiceDefaults;

/// <summary>Registers the metrics of a service's modules.</summary>
public static class MetricsRegistration
{
    /// <summary>
    /// Adds the class that owns a module's instruments, as a singleton. It is made when the host starts, not when somebody records first: a counter
    /// that its constructor raises by 0 is there, as 0, from the first scrape. Call it after <see cref="Extensions.AddServiceDefaults"/>.
    /// </summary>
    /// <typeparam name="TMetrics">The class, which takes an <see cref="System.Diagnostics.Metrics.IMeterFactory"/>.</typeparam>
    /// <param name="builder">The service.</param>
    public static void AddMetrics<TMetrics>(this IHostApplicationBuilder builder) where TMetrics : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<TMetrics>();
        builder.Services.AddHostedService<Starter<TMetrics>>();
    }

#pragma warning disable CS9113 // the metrics are made because they are asked for
    private sealed class Starter<TMetrics>(TMetrics metrics) : IHostedService where TMetrics : class
#pragma warning restore CS9113
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
