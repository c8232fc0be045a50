using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>A built application: starts its resources, watches over them, stops them.</summary>
public class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;
    private readonly AppHostInterception? _interception;
    private bool _stopped;

    internal DistributedApplication(IHost host, AppHostInterception? interception) => (_host, _interception) = (host, interception);

    /// <summary>Called once the application has been disposed.</summary>
    internal Action? OnDisposed { get; set; }

    public IServiceProvider Services => _host.Services;

    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    public ResourceCommandService ResourceCommands => Services.GetRequiredService<ResourceCommandService>();

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => CreateBuilder(new DistributedApplicationOptions { Args = args });

    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) => new DistributedApplicationBuilder(options);

    public virtual Task StartAsync(CancellationToken cancellationToken = default) => _host.StartAsync(cancellationToken);

    public virtual Task StopAsync(CancellationToken cancellationToken = default)
    {
        _stopped = true;
        return _host.StopAsync(cancellationToken);
    }

    /// <summary>
    /// Starts the application and waits until it is told to stop: Ctrl-C, SIGTERM, or the loss of the engine. An application that
    /// cannot be started says why, and the exit code is 1.
    /// </summary>
    public void Run()
    {
        try
        {
#pragma warning disable RS0030 // Run() is synchronous by contract and is the last thing that an AppHost's thread does.
            (_interception?.RunAsync() ?? _host.RunAsync()).GetAwaiter().GetResult();
#pragma warning restore RS0030
        }
        catch (DistributedApplicationException)
        {
            // The host has logged it.
            Environment.ExitCode = 1;
        }
    }

    public virtual void Dispose()
    {
        _host.Dispose();
        OnDisposed?.Invoke();
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops the application first, if nobody has: a test need only say <c>await using</c>.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        if (!_stopped)
            await StopAsync();

        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
        else
            _host.Dispose();

        OnDisposed?.Invoke();
        GC.SuppressFinalize(this);
    }
}
