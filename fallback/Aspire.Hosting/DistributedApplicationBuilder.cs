using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Health;
using Aspire.Hosting.Orchestrator;
using Aspire.Hosting.Parameters;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Aspire.Hosting;

internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly DistributedApplicationOptions _options;
    private readonly HostApplicationBuilder _host;

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        var settings = new HostApplicationBuilderSettings { Args = options.Args };
        AppHostInterception.Current?.Creating(options, settings);

        _options = options;
        AppHostAssembly = options.AssemblyName is { } name ? Assembly.Load(name) : Assembly.GetEntryAssembly();
        AppHostDirectory = AssemblyMetadata.Find(AppHostAssembly, "apphostprojectpath") ?? Directory.GetCurrentDirectory();

        settings.ApplicationName ??= AppHostAssembly?.GetName().Name;
        settings.ContentRootPath ??= AppHostDirectory;
        _host = new HostApplicationBuilder(settings);
        AddUserSecrets();
        AddTerminal();
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public string AppHostDirectory { get; }

    public Assembly? AppHostAssembly { get; }

    public IHostEnvironment Environment => _host.Environment;

    public IServiceCollection Services => _host.Services;

    public IDistributedApplicationEventing Eventing { get; } = new DistributedApplicationEventing();

    public IResourceCollection Resources { get; } = new ResourceCollection();

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        var interception = AppHostInterception.Current;
        interception?.Building(this);

        AddOrchestration();
        var application = new DistributedApplication(_host.Build(), interception);

        interception?.Built(application);
        return application;
    }

    /// <summary>In every environment, since generated values are kept there; below environment variables and arguments, as usual.</summary>
    private void AddUserSecrets()
    {
        if (new UserSecrets(AppHostAssembly).FilePath is not { } path)
            return;

        var source = new Microsoft.Extensions.Configuration.Json.JsonConfigurationSource { Path = path, Optional = true };
        source.ResolveFileProvider();
        Configuration.Sources.Insert(0, source);
    }

    private void AddTerminal()
    {
        // A health check that fails is a state of its resource, and the start and the stop are reported in our own words.
        _host.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        _host.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);

        if (Configuration["Logging:Console:FormatterName"] is null)
            _host.Logging.AddConsoleFormatter<TerminalFormatter, ConsoleFormatterOptions>().AddConsole(options => options.FormatterName = TerminalFormatter.FormatterName);
    }

    private void AddOrchestration()
    {
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(_options);
        Services.AddSingleton(Eventing);
        Services.AddSingleton(new DistributedApplicationModel(Resources));
        Services.AddSingleton(new EnginePaths(AppHostAssembly));
        Services.AddHealthChecks();
        Services.AddNotifications();
        Services.AddSingleton<HealthMonitor>();
        if (!_options.DisableDashboard)
            this.AddDashboard();

        Services.AddOrchestrator();
    }
}
