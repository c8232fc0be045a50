namespace Aspire.Hosting.ApplicationModel;

/// <summary>The image that a container runs.</summary>
public sealed class ContainerImageAnnotation : IResourceAnnotation
{
    public string? Registry { get; set; }

    public required string Image { get; set; }

    public string? Tag { get; set; }
}

/// <summary>A folder of this machine, or a named volume, seen inside a container.</summary>
public sealed class ContainerMountAnnotation : IResourceAnnotation
{
    internal ContainerMountAnnotation(string? source, string target, ContainerMountType type, bool isReadOnly) =>
        (Source, Target, Type, IsReadOnly) = (source, target, type, isReadOnly);

    /// <summary>The path of this machine, or the volume's name; null for a volume without one.</summary>
    public string? Source { get; }

    public string Target { get; }

    public ContainerMountType Type { get; }

    public bool IsReadOnly { get; }
}

/// <summary>What a mount mounts.</summary>
public enum ContainerMountType
{
    BindMount,
    Volume,
}

/// <summary>Arguments for the container engine.</summary>
internal sealed record ContainerRuntimeArgsAnnotation(IReadOnlyList<string> Args) : IResourceAnnotation;
