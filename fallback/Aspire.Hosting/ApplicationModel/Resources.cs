namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project of the solution, run from its built dll.</summary>
public class ProjectResource(string name) :
    Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport;

/// <summary>A program of this machine.</summary>
public class ExecutableResource(string name, string command, string workingDirectory) :
    Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    public string Command => command;

    public string WorkingDirectory => workingDirectory;
}

/// <summary>A container. Here it exists in the model only: starting one ends in FailedToStart, see Orchestrator/ResourceLauncher.cs.</summary>
public class ContainerResource(string name, string? entrypoint = null) :
    Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    public string? Entrypoint { get; set; } = entrypoint;
}
