using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Aspire.Hosting.Dcp;

/// <summary>An address that the engine keeps for the processes that stand behind it: see <see cref="ServiceProducer"/>.</summary>
[method: JsonConstructor]
internal sealed record Service(ObjectMetadata Metadata, ServiceSpec Spec) : IDcpObject<Service>
{
    public Service(string name, ServiceSpec spec)
        : this(new ObjectMetadata(name), spec)
    {
    }

    public static string Plural => "services";

    public static JsonTypeInfo<Service> JsonType => DcpJson.Default.Service;

    public string ApiVersion { get; } = DcpClient.ApiVersion;

    public string Kind { get; } = "Service";

    public ServiceStatus? Status { get; init; }
}

internal sealed record ServiceSpec
{
    public string Protocol { get; init; } = "TCP";

    /// <summary>One of <see cref="AddressAllocationModes"/>.</summary>
    public required string AddressAllocationMode { get; init; }

    /// <summary>Required where there is no proxy.</summary>
    public string? Address { get; init; }

    /// <summary>Null: any free one.</summary>
    public int? Port { get; init; }
}

internal sealed record ServiceStatus
{
    /// <summary>The port to connect to: a proxy has one before anything stands behind it, and keeps it.</summary>
    public int? EffectivePort { get; init; }
}

internal static class AddressAllocationModes
{
    /// <summary>
    /// The engine's proxy listens on localhost. It accepts connections, and holds them, also while no process stands behind it:
    /// that one can connect never means that somebody is there.
    /// </summary>
    public const string Localhost = "Localhost";

    /// <summary>The process itself listens on the address.</summary>
    public const string Proxyless = "Proxyless";
}
