namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource, or one of its replicas, at one moment.</summary>
/// <param name="resource">The resource in the application model.</param>
/// <param name="resourceId">Its name, or that of the replica.</param>
/// <param name="snapshot">What is known about it.</param>
public class ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
{
    /// <summary>The resource in the application model.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>Its name, or that of the replica.</summary>
    public string ResourceId { get; } = resourceId;

    /// <summary>What is known about it.</summary>
    public CustomResourceSnapshot Snapshot { get; } = snapshot;
}
