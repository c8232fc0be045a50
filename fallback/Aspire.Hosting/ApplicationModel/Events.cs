using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The model is complete, nothing has been started.</summary>
public class BeforeStartEvent : IDistributedApplicationEvent
{
    internal BeforeStartEvent(IServiceProvider services) => Services = services;

    public IServiceProvider Services { get; }
}

/// <summary>What the resource waits for is there, its own processes are about to be created. An exception ends in FailedToStart.</summary>
public class BeforeResourceStartedEvent : IDistributedApplicationResourceEvent
{
    internal BeforeResourceStartedEvent(IResource resource) => Resource = resource;

    public IResource Resource { get; }
}

/// <summary>The resource runs and its health checks pass, for the first time since it was started.</summary>
public class ResourceReadyEvent : IDistributedApplicationResourceEvent
{
    internal ResourceReadyEvent(IResource resource) => Resource = resource;

    public IResource Resource { get; }
}
