using System.Globalization;

namespace Tests.Images;

/// <summary>A test of images, which is skipped, with the reason, where no container engine can be started.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContainerFactAttribute : FactAttribute
{
    private const int SysAdmin = 21; // CAP_SYS_ADMIN, by its bit in /proc/self/status

    private static readonly string[] Programs = ["dockerd", "docker", "docker-registry", "dpkg", "flock"];

    public ContainerFactAttribute() => Skip = Reason;

    /// <summary>Why no engine can be started; null where one can.</summary>
    internal static string? Reason { get; } = Find();

    private static string? Find()
    {
        if (!OperatingSystem.IsLinux())
            return "A container engine is started on Linux only.";

        var missing = Array.FindAll(Programs, program => !IsOnPath(program));
        if (missing.Length > 0)
            return $"{string.Join(", ", missing)} not found: apt-get install docker.io docker-registry";

        return CanMount() ? null : "A container engine needs root's capabilities (CAP_SYS_ADMIN).";
    }

    private static bool IsOnPath(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    // CapEff:	000001fffeffffff
    private static bool CanMount()
    {
        var line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("CapEff:", StringComparison.Ordinal));
        return (ulong.Parse(line.AsSpan("CapEff:".Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> SysAdmin & 1) == 1;
    }
}
