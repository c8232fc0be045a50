using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What somebody waits for: that a resource, all replicas of it, gets somewhere.</summary>
internal sealed record WaitCondition(IResource Resource, WaitType Type, WaitBehavior Behavior, int ExitCode = 0)
{
    public string Goal => Type switch
    {
        WaitType.WaitForCompletion => $"complete with exit code {ExitCode}",
        _ => "become healthy",
    };

    public static WaitCondition From(WaitAnnotation wait, WaitBehavior defaultBehavior) =>
        new(wait.Resource, wait.WaitType, defaultBehavior, wait.ExitCode);

    public bool IsMetBy(CustomResourceSnapshot snapshot) => Type switch
    {
        WaitType.WaitForCompletion => HasEnded(snapshot) && (snapshot.ExitCode ?? ExitCode) == ExitCode,
        _ => snapshot is { HealthStatus: HealthStatus.Healthy, Ready: not null },
    };

    /// <summary>Whether it will not get there unless somebody starts it again.</summary>
    public bool IsHopeless(CustomResourceSnapshot snapshot) =>
        Type == WaitType.WaitForCompletion
            ? snapshot.State?.Text == KnownResourceStates.FailedToStart || (HasEnded(snapshot) && !IsMetBy(snapshot))
            : Behavior == WaitBehavior.StopOnResourceUnavailable
                && (snapshot.State?.Text == KnownResourceStates.FailedToStart
                    || snapshot.State?.Text == KnownResourceStates.RuntimeUnhealthy
                    || HasEnded(snapshot));

    private static bool HasEnded(CustomResourceSnapshot snapshot) =>
        snapshot.State?.Text == KnownResourceStates.Finished || snapshot.State?.Text == KnownResourceStates.Exited;
}
