using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>
/// One run of an AppHost's Program, on a thread of its own. The thread waits in <c>Build()</c> until the test has made its
/// changes, and in <c>Run()</c> until the test is over.
/// </summary>
internal sealed class AppHostRun : AppHostInterception, IDisposable
{
    private readonly TaskCompletionSource<DistributedApplicationBuilder> _builder = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _application = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _mayBuild = new();
    private readonly Assembly _appHost;
    private readonly string[] _args;
    private readonly Action<DistributedApplicationOptions, HostApplicationBuilderSettings> _configure;

    private AppHostRun(Assembly appHost, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure) =>
        (_appHost, _args, _configure) = (appHost, args, configure);

    public static AppHostRun Start(Type entryPoint, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
    {
        var run = new AppHostRun(entryPoint.Assembly, args, configure);
        new Thread(run.RunProgram) { IsBackground = true, Name = $"AppHost {entryPoint.Assembly.GetName().Name}" }.Start();
        return run;
    }

    /// <summary>What the Program built; null before.</summary>
    public DistributedApplication? Application { get; private set; }

    public async Task<IDistributedApplicationTestingBuilder> WaitForBuilderAsync(CancellationToken cancellationToken) =>
        new TestingBuilder(await _builder.Task.WaitAsync(cancellationToken), this);

    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        _mayBuild.Set();
        return _application.Task.WaitAsync(cancellationToken);
    }

    public override void Creating(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        options.AssemblyName = _appHost.GetName().Name;
        options.DisableDashboard = true;
        settings.Args = options.Args;
        settings.EnvironmentName = Environments.Development;
        settings.Configuration = new ConfigurationManager();
        settings.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["DcpPublisher:RandomizePorts"] = "true" });

        _configure(options, settings);
    }

    public override void Building(DistributedApplicationBuilder builder)
    {
        _builder.TrySetResult(builder);
        _mayBuild.Wait();
        ObjectDisposedException.ThrowIf(_over.Task.IsCompleted, typeof(IDistributedApplicationTestingBuilder));
    }

    public override void Built(DistributedApplication application)
    {
        Application = application;
        application.OnDisposed = Dispose;
        _application.TrySetResult(application);
    }

    public override Task RunAsync() => _over.Task;

    /// <summary>Lets the Program end.</summary>
    public void Dispose()
    {
        _over.TrySetResult();
        _mayBuild.Set();
    }

    private void RunProgram()
    {
        Current = this;

        try
        {
            var main = _appHost.EntryPoint ?? throw new InvalidOperationException($"{_appHost.GetName().Name} has no entry point: it is no AppHost.");
            main.Invoke(null, main.GetParameters().Length == 0 ? [] : [_args]);
            End(new InvalidOperationException($"The Program of {_appHost.GetName().Name} ended without building an application."));
        }
        catch (TargetInvocationException exception)
        {
            End(exception.InnerException ?? exception);
        }
        catch (InvalidOperationException exception)
        {
            End(exception);
        }
    }

    /// <summary>Gives the exception to whoever still waits; nobody does when all went well.</summary>
    private void End(Exception exception)
    {
        _builder.TrySetException(exception);
        _application.TrySetException(exception);
    }
}
