using System.Collections.Immutable;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The ids of the instances that a resource runs as, where they differ from its name: one for each replica.</summary>
internal sealed record ResourceInstancesAnnotation(ImmutableArray<string> Ids) : IResourceAnnotation;

internal static class ResourceInstances
{
    /// <summary>What the resource's states, logs and engine objects are known by: one id a replica, or the name of what the engine does not run.</summary>
    public static ImmutableArray<string> GetInstanceIds(this IResource resource) =>
        resource.Annotations.OfType<ResourceInstancesAnnotation>().LastOrDefault()?.Ids ?? [resource.Name];
}
