namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resource does not start before another has got so far.</summary>
public sealed class WaitAnnotation : IResourceAnnotation
{
    internal WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0) =>
        (Resource, WaitType, ExitCode) = (resource, waitType, exitCode);

    public IResource Resource { get; }

    internal WaitType WaitType { get; }

    internal int ExitCode { get; }
}

/// <summary>How far the other resource must have got.</summary>
internal enum WaitType
{
    WaitUntilHealthy,
    WaitForCompletion,
}

/// <summary>What waiting does when the other resource cannot be had.</summary>
public enum WaitBehavior
{
    WaitOnResourceUnavailable,
    StopOnResourceUnavailable,
}
