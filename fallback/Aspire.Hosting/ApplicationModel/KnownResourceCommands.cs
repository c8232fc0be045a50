namespace Aspire.Hosting.ApplicationModel;

/// <summary>The names of the commands that every resource with a process takes.</summary>
public static class KnownResourceCommands
{
    /// <summary>Starts a resource that does not run.</summary>
    public static readonly string StartCommand = "start";

    /// <summary>Stops a resource that runs.</summary>
    public static readonly string StopCommand = "stop";

    /// <summary>Stops a resource that runs and starts it again.</summary>
    public static readonly string RestartCommand = "restart";
}
