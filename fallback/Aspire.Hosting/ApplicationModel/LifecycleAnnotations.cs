namespace Aspire.Hosting.ApplicationModel;

/// <summary>A health check of <c>builder.Services.AddHealthChecks()</c>, by its key, says whether the resource is healthy.</summary>
public class HealthCheckAnnotation : IResourceAnnotation
{
    internal HealthCheckAnnotation(string key) => Key = key;

    internal string Key { get; }
}

/// <summary>How many processes of the resource run.</summary>
public sealed class ReplicaAnnotation : IResourceAnnotation
{
    internal ReplicaAnnotation(int replicas) => Replicas = replicas;

    public int Replicas { get; }
}

/// <summary>The resource starts when somebody says so.</summary>
internal sealed class ExplicitStartupAnnotation : IResourceAnnotation;

/// <summary>A line between two resources in the dashboard, such as Reference or WaitFor.</summary>
internal sealed record ResourceRelationshipAnnotation(IResource Resource, string Type) : IResourceAnnotation;

/// <summary>How a URL of the resource is shown.</summary>
internal sealed record ResourceUrlCallbackAnnotation(string EndpointName, Action<ResourceUrlAnnotation> Callback) : IResourceAnnotation;

/// <summary>A URL of a resource as people see it.</summary>
public sealed class ResourceUrlAnnotation : IResourceAnnotation
{
    public required string Url { get; set; }

    public string? DisplayText { get; set; }
}
