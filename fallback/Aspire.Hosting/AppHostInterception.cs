using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>
/// Stands between the Program of an AppHost and the application that it builds, so that Aspire.Hosting.Testing can change
/// the one and hold the other. It is set on the flow of execution that runs the Program: several can run at once.
/// </summary>
internal abstract class AppHostInterception
{
    private static readonly AsyncLocal<AppHostInterception?> CurrentFlow = new();

    public static AppHostInterception? Current
    {
        get => CurrentFlow.Value;
        set => CurrentFlow.Value = value;
    }

    public abstract void Creating(DistributedApplicationOptions options, HostApplicationBuilderSettings settings);

    /// <summary>Called when the Program has described everything; the Program goes on when this returns.</summary>
    public abstract void Building(DistributedApplicationBuilder builder);

    public abstract void Built(DistributedApplication application);

    /// <summary>What <c>Run()</c> of the Program does instead of running: somebody else starts and stops the application.</summary>
    public abstract Task RunAsync();
}
