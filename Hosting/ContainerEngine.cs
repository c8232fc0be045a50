using System.ComponentModel;
using System.Diagnostics;

namespace Hosting;

/// <summary>Docker or Podman on this machine.</summary>
internal static class ContainerEngine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly Lazy<bool> LazyAnswers = new(() => Succeeds("docker") || Succeeds("podman"));

    /// <summary>Whether an engine is installed and runs; asked once.</summary>
    public static bool Answers => LazyAnswers.Value;

    private static bool Succeeds(string engine)
    {
        try
        {
            using var info = Process.Start(new ProcessStartInfo(engine, "info") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            if (info.WaitForExit(Patience))
                return info.ExitCode == 0;

            info.Kill();
            return false;
        }
        catch (Win32Exception)
        {
            return false; // not installed
        }
    }
}
