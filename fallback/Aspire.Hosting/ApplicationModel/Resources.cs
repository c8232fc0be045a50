namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project of the solution, run from its built dll.</summary>
public class ProjectResource : Resource, IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport
{
    internal ProjectResource(string name)
        : base(name)
    {
    }
}

/// <summary>A program of this machine.</summary>
public class ExecutableResource(string name, string command, string workingDirectory) :
    Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    public string Command => command;

    internal string WorkingDirectory => workingDirectory;
}

/// <summary>A container. Here it exists in the model only: starting one ends in FailedToStart, see Orchestrator/ResourceRunner.cs.</summary>
public class ContainerResource(string name) :
    Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport;
