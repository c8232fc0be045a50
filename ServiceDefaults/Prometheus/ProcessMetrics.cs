using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;

namespace ServiceDefaults.Prometheus;

/// <summary>What Prometheus clients of every language tell about their process, and which build it is.</summary>
internal sealed class ProcessMetrics(IMeterFactory meters, TimeProvider time)
{
    public const string MeterName = "Process";

    /// <summary>Observable counter, seconds.</summary>
    public const string CpuName = "process.cpu";

    /// <summary>Observable gauge, bytes.</summary>
    public const string ResidentMemoryName = "process.resident_memory";

    /// <summary>Observable gauge, seconds since 1970.</summary>
    public const string StartTimeName = "process.start_time";

    /// <summary>Observable gauge, on Linux.</summary>
    public const string OpenFilesName = "process.open_fds";

    /// <summary>Observable gauge, on Linux; +Inf where there is no limit.</summary>
    public const string MaxFilesName = "process.max_fds";

    /// <summary>Observable gauge, always 1. Tags: <see cref="VersionTag"/>, <see cref="RevisionTag"/>.</summary>
    public const string BuildInfoName = "build.info";

    /// <summary>Which version of the service this is.</summary>
    public const string VersionTag = "version";

    /// <summary>The commit that it was built from, where the build knew it.</summary>
    public const string RevisionTag = "revision";

    private long _lastTime = time.GetTimestamp();
    private TimeSpan _lastUsed = Environment.CpuUsage.TotalTime;

    public void Create()
    {
        var meter = meters.Create(MeterName);

        meter.CreateObservableCounter(CpuName, () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "CPU time used by the process, user and system.");
        meter.CreateObservableGauge("process.cpu.usage", UsedSinceLastTime, "%", "CPU time of this process since the last scrape, in percent of one core.");
        meter.CreateObservableGauge(ResidentMemoryName, () => Environment.WorkingSet, "By", "Memory that the process holds in RAM.");
        meter.CreateObservableGauge("process.memory_limit", MemoryLimit, "By", "Memory that the process can have: what a container's limit leaves its heap, else the machine's.");
        meter.CreateObservableGauge("process.virtual_memory", () => Read(process => process.VirtualMemorySize64), "By", "Address space that the process has reserved.");
        meter.CreateObservableGauge(StartTimeName, () => Read(StartTime), "s", "When the process started, in seconds since 1970.");
        meter.CreateObservableGauge("process.threads", () => Read(process => process.Threads.Count), description: "Operating system threads of the process.");
        if (OperatingSystem.IsLinux())
        {
            meter.CreateObservableGauge(OpenFilesName, () => Directory.GetFiles("/proc/self/fd").Length, description: "File descriptors that the process has open.");
            meter.CreateObservableGauge(MaxFilesName, MaxFileDescriptors, description: "File descriptors that the process may open.");
        }

        var build = Build();
        meter.CreateObservableGauge(BuildInfoName, () => new Measurement<int>(1, build), description: "Always 1; the labels tell which build this is.");
    }

    private double UsedSinceLastTime()
    {
        var (now, used) = (time.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var (elapsed, more) = (time.GetElapsedTime(_lastTime, now), used - _lastUsed);
        (_lastTime, _lastUsed) = (now, used);
        return elapsed > TimeSpan.Zero ? 100 * (more / elapsed) : 0;
    }

    // In a container without a setting of its own .NET keeps its heap below three quarters of the limit: the rest is for what is not heap.
    private static long MemoryLimit() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private static T Read<T>(Func<Process, T> value)
    {
        using var process = Process.GetCurrentProcess();
        return value(process);
    }

    private static double StartTime(Process process) => (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;

    // Max open files            1048576              1048576              files
    private static double MaxFileDescriptors()
    {
        var soft = File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        return soft == "unlimited" ? double.PositiveInfinity : double.Parse(soft, CultureInfo.InvariantCulture);
    }

    // "1.0.0+4f2a…": the SDK writes the commit behind the plus.
    private static KeyValuePair<string, object?>[] Build()
    {
        var version = Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        var parts = version.Split('+', 2);
        return [new(VersionTag, parts[0]), new(RevisionTag, parts.Length > 1 ? parts[1] : "")];
    }
}
