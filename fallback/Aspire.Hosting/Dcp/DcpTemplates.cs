namespace Aspire.Hosting.Dcp;

/// <summary>What the engine replaces in the environment and the arguments of a process when it starts it.</summary>
internal static class DcpTemplates
{
    /// <summary>The port on which this process is to listen, to stand behind the service.</summary>
    public static string PortForServing(string serviceName) => $$$"""{{- portForServing "{{{serviceName}}}" -}}""";
}
