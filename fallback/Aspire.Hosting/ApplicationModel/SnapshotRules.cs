using Aspire.Hosting.Dashboard;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What holds for every snapshot, whoever publishes it.</summary>
internal static class SnapshotRules
{
    private static readonly string[] ResourceTypes = ["Project", "Executable", "Container", "Parameter", "ConnectionString"];

    public static CustomResourceSnapshot CreateInitial(IResource resource) => new()
    {
        ResourceType = GetResourceType(resource),
        Properties = [],
        IsHidden = resource is DashboardResource,
        HealthReports = [.. resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => NotRunYet(check.Key))],
        Relationships = [.. resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(other => new RelationshipSnapshot(other.Resource.Name, other.Type))],
    };

    public static CustomResourceSnapshot Apply(CustomResourceSnapshot snapshot, TimeProvider time)
    {
        // The dashboard shows nothing at all, for ever, after one resource without it.
        snapshot = snapshot with { CreationTimeStamp = snapshot.CreationTimeStamp ?? time.GetUtcNow().UtcDateTime };

        // What was found out about a process says nothing about its successor.
        if (snapshot.State?.Text != KnownResourceStates.Running)
        {
            snapshot = snapshot with { Ready = null };
            if (snapshot.HealthReports.Any(report => report.Status is not null))
                snapshot = snapshot with { HealthReports = [.. snapshot.HealthReports.Select(report => NotRunYet(report.Name))] };
        }

        return snapshot with { Commands = LifecycleCommands.For(snapshot) };
    }

    private static HealthReportSnapshot NotRunYet(string name) => new(name, Status: null, Description: null, ExceptionText: null);

    private static string GetResourceType(IResource resource)
    {
        for (var type = resource.GetType(); type is not null; type = type.BaseType)
        {
            if (Array.Find(ResourceTypes, name => type.Name == $"{name}Resource") is { } known)
                return known;
        }

        return resource.GetType().Name;
    }
}
