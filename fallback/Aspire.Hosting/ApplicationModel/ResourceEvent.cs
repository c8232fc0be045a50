namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource, or one of its replicas, at one moment.</summary>
public class ResourceEvent
{
    internal ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot) =>
        (Resource, ResourceId, Snapshot) = (resource, resourceId, snapshot);

    /// <summary>The resource in the application model.</summary>
    public IResource Resource { get; }

    /// <summary>Its name, or that of the replica.</summary>
    public string ResourceId { get; }

    /// <summary>What is known about it.</summary>
    public CustomResourceSnapshot Snapshot { get; }
}
