namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states that a resource can be in, as <see cref="ResourceStateSnapshot.Text"/> carries them.</summary>
public static class KnownResourceStates
{
    /// <summary>Being started.</summary>
    public static readonly string Starting = nameof(Starting);

    /// <summary>Started; whether it also works is what <see cref="CustomResourceSnapshot.HealthStatus"/> says.</summary>
    public static readonly string Running = nameof(Running);

    /// <summary>Could not be started.</summary>
    public static readonly string FailedToStart = nameof(FailedToStart);

    /// <summary>What would run it does not work, for example a container engine that is down.</summary>
    public static readonly string RuntimeUnhealthy = nameof(RuntimeUnhealthy);

    /// <summary>Being stopped.</summary>
    public static readonly string Stopping = nameof(Stopping);

    /// <summary>Was ended; see <see cref="CustomResourceSnapshot.ExitCode"/>.</summary>
    public static readonly string Exited = nameof(Exited);

    /// <summary>Has ended; see <see cref="CustomResourceSnapshot.ExitCode"/>.</summary>
    public static readonly string Finished = nameof(Finished);

    /// <summary>Not started yet, because it waits for other resources.</summary>
    public static readonly string Waiting = nameof(Waiting);

    /// <summary>Not started yet.</summary>
    public static readonly string NotStarted = nameof(NotStarted);

    /// <summary>The states that a resource leaves only by being started again.</summary>
    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];
}
