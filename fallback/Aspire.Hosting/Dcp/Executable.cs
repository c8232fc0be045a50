using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Aspire.Hosting.Dcp;

/// <summary>A process that the engine starts as soon as the object exists, and stops when it is told to, or forgets the object.</summary>
[method: JsonConstructor]
internal sealed record Executable(ObjectMetadata Metadata, ExecutableSpec Spec) : IDcpObject<Executable>
{
    private const string ProducerAnnotation = "service-producer";

    public Executable(string name, ExecutableSpec spec)
        : this(new ObjectMetadata(name), spec)
    {
    }

    public static string Plural => "executables";

    public static JsonTypeInfo<Executable> JsonType => DcpJson.Default.Executable;

    public string ApiVersion { get; } = DcpClient.ApiVersion;

    public string Kind { get; } = "Executable";

    public ExecutableStatus? Status { get; init; }

    /// <summary>Puts the process behind services, which must exist already.</summary>
    public Executable Producing(IEnumerable<ServiceProducer> producers)
    {
        var annotations = new Dictionary<string, string>(Metadata.Annotations ?? new Dictionary<string, string>())
        {
            [ProducerAnnotation] = JsonSerializer.Serialize([.. producers], DcpJson.Default.ServiceProducerArray),
        };

        return this with { Metadata = Metadata with { Annotations = annotations } };
    }
}

/// <summary>
/// A process behind a service. Without a port the engine picks one, and tells it where <see cref="DcpTemplates.PortForServing"/> stands.
/// </summary>
internal sealed record ServiceProducer(string ServiceName, string? Address, int? Port);

internal sealed record ExecutableSpec
{
    public required string ExecutablePath { get; init; }

    public string? WorkingDirectory { get; init; }

    public IReadOnlyList<string>? Args { get; init; }

    /// <summary>Added to the engine's own environment. Values may hold templates: see <see cref="DcpTemplates"/>.</summary>
    public IReadOnlyList<EnvVar>? Env { get; init; }

    public string ExecutionType { get; init; } = "Process";

    public AmbientEnvironment AmbientEnvironment { get; init; } = new("Inherit");
}

internal sealed record EnvVar(string Name, string Value);

internal sealed record AmbientEnvironment(string? Behavior);

internal sealed record ExecutableStatus
{
    /// <summary>Empty before the first attempt to start, then one of <see cref="ExecutableStates"/>.</summary>
    public string? State { get; init; }

    public int? Pid { get; init; }

    /// <summary>-1 after a signal.</summary>
    public int? ExitCode { get; init; }

    public DateTimeOffset? StartupTimestamp { get; init; }

    public DateTimeOffset? FinishTimestamp { get; init; }

    /// <summary>With the inherited variables, and with templates replaced.</summary>
    public IReadOnlyList<EnvVar>? EffectiveEnv { get; init; }

    public IReadOnlyList<string>? EffectiveArgs { get; init; }
}

/// <summary>The states that need a name here; the others go to the dashboard as they are.</summary>
internal static class ExecutableStates
{
    /// <summary>It was stopped.</summary>
    public const string Terminated = "Terminated";

    /// <summary>The reason stands in <see cref="DcpLogSource.System"/> only.</summary>
    public const string FailedToStart = "FailedToStart";
}
