using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestrator;

/// <summary>Names for the processes of a resource: its own name and a suffix that no other process has.</summary>
internal static class InstanceNames
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    public static ResourceInstancesAnnotation Create(IResource resource)
    {
        var replicas = resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
        return new ResourceInstancesAnnotation([.. Enumerable.Range(0, replicas).Select(_ => $"{resource.Name}-{NewSuffix()}")]);
    }

    /// <summary>The suffix alone, which is the instance id of the process's telemetry.</summary>
    public static string GetSuffix(string instance) => instance[(instance.LastIndexOf('-') + 1)..];

    private static string NewSuffix() => RandomNumberGenerator.GetString(Letters, 8);
}
