namespace Aspire.Hosting.Dcp;

/// <summary>The logs that the engine keeps of a process.</summary>
internal static class DcpLogSource
{
    public const string StdOut = "stdout";

    public const string StdErr = "stderr";

    /// <summary>What the engine itself did with the process.</summary>
    public const string System = "system";
}
