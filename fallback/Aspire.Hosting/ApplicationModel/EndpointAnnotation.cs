using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A named address on which a resource listens.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    private readonly TaskCompletionSource<AllocatedEndpoint> _allocated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AllocatedEndpoint? _value;

    internal EndpointAnnotation(
        ProtocolType protocol,
        string? uriScheme = null,
        string? name = null,
        int? port = null,
        int? targetPort = null,
        bool? isProxied = null)
    {
        UriScheme = uriScheme ?? protocol.ToString().ToLowerInvariant();
        Name = name ?? UriScheme;
        Port = port;
        TargetPort = targetPort;
        IsProxied = isProxied ?? true;
    }

    public string Name { get; }

    public string UriScheme { get; }

    /// <summary>The address that the process listens on.</summary>
    public string TargetHost { get; set; } = "localhost";

    /// <summary>The port that clients use; null for any free one.</summary>
    public int? Port { get; set; }

    /// <summary>The port that the process itself listens on; null for any free one.</summary>
    public int? TargetPort { get; }

    /// <summary>Whether the engine's proxy stands between clients and the process, so that the address survives restarts and is shared by replicas.</summary>
    public bool IsProxied { get; }

    /// <summary>The address that clients use; null until the engine has given it.</summary>
    public AllocatedEndpoint? AllocatedEndpoint
    {
        get => _value;
        internal set
        {
            ArgumentNullException.ThrowIfNull(value);
            _value = value;
            _allocated.TrySetResult(value);
        }
    }

    internal Task<AllocatedEndpoint> WaitUntilAllocatedAsync(CancellationToken cancellationToken) => _allocated.Task.WaitAsync(cancellationToken);
}
