using System.Reflection;

namespace Aspire.Hosting.Orchestrator;

/// <summary>Where the build put the engine and the dashboard, and the dlls of the projects.</summary>
internal sealed class EnginePaths(Assembly? appHost)
{
    /// <summary>The Developer Control Plane.</summary>
    public string Dcp => Find("dcpclipath");

    public string Dashboard => Find("aspiredashboardpath");

    /// <param name="projectPath">Full path of a project file.</param>
    /// <returns>Full path of the dll that the build made of it.</returns>
    public string DllOf(string projectPath) => Find($"dll:{projectPath}");

    private string Find(string key) => AssemblyMetadata.Find(appHost, key) ?? throw new DistributedApplicationException(
        $"The assembly '{appHost?.GetName().Name}' does not say '{key}'. Build it as an AppHost: import fallback/AppHost.targets in its project file.");
}
