using System.Text.Json.Serialization;

namespace Aspire.Hosting.Dcp;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Service))]
[JsonSerializable(typeof(Executable))]
[JsonSerializable(typeof(ServiceProducer[]))]
[JsonSerializable(typeof(EngineExecution))]
[JsonSerializable(typeof(DcpFailure))]
internal sealed partial class DcpJson : JsonSerializerContext;

/// <summary>What the engine is doing, and what it is to do with the objects when it stops.</summary>
internal sealed record EngineExecution(string Status, string ShutdownResourceCleanup)
{
    /// <summary>Ask to stop all processes and forget all objects.</summary>
    public static readonly EngineExecution CleanUp = new("CleaningResources", "Full");

    /// <summary>Ask the engine itself to end.</summary>
    public static readonly EngineExecution Stop = new("Stopping", "None");

    public bool IsCleanedUp => Status == "CleanupComplete";
}

/// <summary>The part of a Kubernetes <c>Status</c> object that a person needs.</summary>
internal sealed record DcpFailure(string? Message);
