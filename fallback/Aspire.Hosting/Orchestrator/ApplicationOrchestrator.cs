using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Health;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestrator;

/// <summary>Starts the application on the engine, in the order that worked: engine, addresses, then each resource as soon as it may.</summary>
internal sealed class ApplicationOrchestrator(
    DistributedApplicationModel model,
    EnginePaths paths,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    ResourceCommands commands,
    HealthMonitor health,
    StartupReport report,
    IDistributedApplicationEventing eventing,
    IConfiguration configuration,
    IHostApplicationLifetime lifetime,
    IServiceProvider services,
    ILogger<DistributedApplication> logger) : IHostedService, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _work = [];
    private DcpHost? _dcp;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await eventing.PublishAsync(new BeforeStartEvent(services), cancellationToken);

        var runnable = model.Resources.Where(IsRunnable).ToArray();
        foreach (var resource in runnable)
            resource.Annotations.Add(InstanceNames.Create(resource));
        await PublishInitialStatesAsync();

        _dcp = await DcpHost.StartAsync(paths.Dcp, logger, cancellationToken);
        Go(StopWhenEngineIsLostAsync(_dcp));

        var randomizePorts = configuration.GetValue("DcpPublisher:RandomizePorts", defaultValue: false);
        await new EndpointAllocator(_dcp.Client, randomizePorts).AllocateAsync(runnable.OfType<IResourceWithEndpoints>(), cancellationToken);

        var logs = new ExecutableLogs(_dcp.Client, loggers, logger, _stopping.Token);
        var executables = services.GetRequiredService<ExecutableFactory>();
        var runner = new ResourceRunner(_dcp.Client, executables, logs, notifications, loggers, eventing);
        commands.Use(runner);

        Go(new ExecutableWatcher(_dcp.Client, notifications, logs).WatchAsync(runnable, _stopping.Token));
        Go(ParentStates.MirrorAsync(model, notifications, _stopping.Token));
        Go(report.WriteAsync(_stopping.Token));
        foreach (var resource in model.Resources)
            Go(health.MonitorAsync(resource, _stopping.Token));
        foreach (var resource in runnable.Where(StartsByItself))
            Go(runner.StartAsync(resource, resource.GetInstanceIds(), _stopping.Token));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_dcp is not null)
            await _dcp.StopAsync(cancellationToken);
        await Task.WhenAll(_work);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_dcp is not null)
            await _dcp.DisposeAsync();
        _stopping.Dispose();
    }

    private static bool IsRunnable(IResource resource) => resource is ProjectResource or ExecutableResource or ContainerResource;

    private static bool StartsByItself(IResource resource) => !resource.Annotations.OfType<ExplicitStartupAnnotation>().Any();

    private async Task PublishInitialStatesAsync()
    {
        foreach (var resource in model.Resources)
        {
            var state = IsRunnable(resource) || resource is IResourceWithParent ? KnownResourceStates.NotStarted : KnownResourceStates.Running;
            await notifications.PublishUpdateAsync(resource, snapshot => snapshot with { State = state });
        }
    }

    private async Task StopWhenEngineIsLostAsync(DcpHost dcp)
    {
        await dcp.Lost.WaitAsync(_stopping.Token);
        logger.EngineLost();
        StopWithError();
    }

    /// <summary>Lets something run until the application stops. That it fails is a defect, which must not go unseen.</summary>
    private void Go(Task work) => _work.Add(ObserveAsync(work));

    private async Task ObserveAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Asked for.
        }
        catch (Exception exception)
        {
            logger.OrchestrationFailed(exception);
            StopWithError();
        }
    }

    private void StopWithError()
    {
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }
}
