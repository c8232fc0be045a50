using System.ComponentModel;
using System.Diagnostics;

namespace Aspire.Hosting.Dcp;

/// <summary>Starts the engine beside this process: not as a child, so that Ctrl-C in a terminal leaves it to us to stop it in order.</summary>
internal static class DcpProcess
{
    /// <summary>Our own settings, which the processes that the engine starts would inherit from it.</summary>
    private static readonly string[] NotInherited = ["ASPNETCORE_URLS", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "DOTNET_LAUNCH_PROFILE"];

    /// <summary>Returns when the engine was started; it is not ready then.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="DistributedApplicationException">The engine is missing, or does not start.</exception>
    public static async Task<string> StartAsync(string path, DcpSession session, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            throw new DistributedApplicationException($"The Aspire engine is missing: there is no {path}. Run: dotnet build AppHost");

        // The engine watches this process, and stops everything when it has gone, however it ended.
        var start = new ProcessStartInfo(path, [
            "start-apiserver", "--detach",
            "--monitor", $"{Environment.ProcessId}",
            "--kubeconfig", session.KubeconfigPath,
            "--tls-cert-file", session.CertificatePath,
            "--tls-key-file", session.KeyPath])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        foreach (var name in NotInherited)
            start.Environment.Remove(name);
        start.Environment["DCP_SESSION_FOLDER"] = session.Folder;

        using var launcher = Launch(start);
        var output = await Task.WhenAll(
            launcher.StandardOutput.ReadToEndAsync(cancellationToken),
            launcher.StandardError.ReadToEndAsync(cancellationToken));
        await launcher.WaitForExitAsync(cancellationToken);

        var printed = string.Concat(output).Trim();
        return launcher.ExitCode == 0 ? printed : throw new DistributedApplicationException(
            $"The Aspire engine {path} did not start (exit code {launcher.ExitCode}): {printed}");
    }

    private static Process Launch(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new DistributedApplicationException(
                $"The Aspire engine {start.FileName} cannot be run: {exception.Message}. Delete the folder .tools and run: dotnet build AppHost", exception);
        }
    }
}
