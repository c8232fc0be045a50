using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace ServiceDefaults;

/// <summary>
/// How a service ends: first <c>/health</c> is 503, so that whoever sends traffic sends it elsewhere, and what still comes is served for <c>Shutdown:Drain</c>.
/// Then the server takes nothing more, what is in flight is answered, and telemetry is sent.
/// </summary>
internal sealed class Shutdown(TimeSpan drain, TimeProvider time) : IHostedLifecycleService, IHealthCheck, IStartupFilter
{
    private const string Key = "Shutdown:Drain";

    // An orchestrator of one machine kills what has not stopped 6 s after it was asked to; half of .NET's default 30 s would be lost work.
    private static readonly TimeSpan RestTimeout = TimeSpan.FromSeconds(4);

    // TimeSpan reads a bare 5 as days.
    private static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(10);

    private volatile bool _isDraining;

    public static void AddTo(IHostApplicationBuilder builder)
    {
        var drain = DrainFrom(builder.Configuration);
        var services = builder.Services;
        services.Configure<HostOptions>(options => options.ShutdownTimeout = drain + RestTimeout);
        services.AddSingleton(provider => new Shutdown(drain, provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService(provider => provider.GetRequiredService<Shutdown>());
        services.AddHealthChecks().AddCheck<Shutdown>("shutdown");
        if (drain > TimeSpan.Zero)
            services.AddTransient<IStartupFilter>(provider => provider.GetRequiredService<Shutdown>());
    }

    // Before the host stops anything, the server included.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var end = Task.Delay(drain, time, cancellationToken);
        _isDraining = true;
        await end.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_isDraining ? HealthCheckResult.Unhealthy("The service is stopping.") : HealthCheckResult.Healthy());

    // A client that keeps its connection would stay until the server closes it, maybe just as the next request is under way. HTTP/2 has a message of its own for that.
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((HttpContext context, RequestDelegate serve) =>
        {
            if (_isDraining && HttpProtocol.IsHttp11(context.Request.Protocol))
                context.Response.Headers.Connection = "close";
            return serve(context);
        });
        next(app);
    };

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static TimeSpan DrainFrom(IConfiguration configuration) => configuration[Key] switch
    {
        null or "" => TimeSpan.Zero,
        var value when TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var drain) && drain >= TimeSpan.Zero && drain <= LongestDrain => drain,
        var other => throw new InvalidOperationException($"{Key} is '{other}'. Set it to a time from 00:00:00 to {LongestDrain}, such as 00:00:05."),
    };
}
