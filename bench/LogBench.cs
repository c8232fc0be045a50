using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Logs;
using ServiceDefaults.Requests;

namespace Bench;

/// <summary>What a log line costs: AddJsonConsole, ours, and a copy of the bytes. All in one process whose standard output is /dev/null.</summary>
internal static partial class LogBench
{
    private const string InChild = "--child";

    // AddJsonConsole's queue holds 2 500 lines and then makes callers wait: fewer, and what is timed is the caller's work alone.
    private const int LinesARound = 1000;
    private const int Rounds = 60;
    private const int LinesForCpu = 200_000;

    private static readonly byte[] Line = new byte[250]; // as long as that of a request
    private static readonly byte[] Buffer = new byte[64 * 1024];
    private static readonly TimeSpan Drain = TimeSpan.FromMilliseconds(15);

    public static async Task RunAsync(string[] args)
    {
        if (args is [InChild])
        {
            await MeasureAsync();
            return;
        }

        // The program itself once more, for its standard output to be a real one that costs a system call a write.
        var command = $"exec \"{Environment.ProcessPath}\" log {InChild} > /dev/null";
        using var child = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { UseShellExecute = false, RedirectStandardError = true })!;
        Console.Write(await child.StandardError.ReadToEndAsync());
        await child.WaitForExitAsync();
    }

    private static async Task MeasureAsync()
    {
        using var span = new Activity("request").Start();
        using var peer = new ServiceCollection().AddLogging(logging => logging.AddJsonConsole()).BuildServiceProvider();
        using var telling = new ServiceCollection()
            .AddLogging(logging => logging
                .Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId)
                .AddJsonConsole(options => (options.IncludeScopes, options.UseUtcTimestamp, options.TimestampFormat) = (true, true, "yyyy-MM-ddTHH:mm:ss.fffZ")))
            .BuildServiceProvider();
        using var ours = new ServiceCollection()
            .AddMetrics()
            .AddSingleton<ILoggerProvider>(services =>
                new JsonLoggerProvider(Console.OpenStandardOutput(), new JsonLineFormat("api"), TimeProvider.System, services.GetRequiredService<IMeterFactory>()))
            .AddSingleton<IExternalScopeProvider, LogScopes>()
            .AddLogging()
            .BuildServiceProvider();
        var (peerLog, tellingLog, ourLog) = (LogOf(peer), LogOf(telling), LogOf(ours));

        List<(string Name, Action<int> Log)> candidates =
        [
            ("AddJsonConsole, request line", lines => LogRequests(peerLog, lines)),
            ("AddJsonConsole, [LoggerMessage] with 3 fields", lines => LogRecords(peerLog, lines)),
            ("AddJsonConsole with time and ids, request line", lines => LogRequests(tellingLog, lines)),
            ("AddJsonConsole with time and ids, [LoggerMessage] with 3 fields", lines => LogRecords(tellingLog, lines)),
            ("**ours, request line**", lines => LogRequests(ourLog, lines)),
            ("**ours, [LoggerMessage] with 3 fields**", lines => LogRecords(ourLog, lines)),
            ("a copy of the bytes", Copy),
        ];

        var figures = await TimeAsync(candidates);
        await Console.Error.WriteLineAsync("| a line | ns on the caller's thread | B allocated there | ns of CPU, whole process |\n|---|---|---|---|");
        for (var i = 0; i < candidates.Count; i++)
        {
            var cpu = await CpuAsync(candidates[i].Log);
            await Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"| {candidates[i].Name} | {figures[i].Nanoseconds:F0} | {figures[i].Bytes:F0} | {cpu:F0} |"));
        }
    }

    private static ILogger LogOf(ServiceProvider services) => services.GetRequiredService<ILoggerFactory>().CreateLogger("Bench.Chores");

    /// <summary>Rounds of all candidates in turn, each time with a pause in which the lines can leave.</summary>
    private static async Task<IReadOnlyList<(double Nanoseconds, double Bytes)>> TimeAsync(List<(string Name, Action<int> Log)> candidates)
    {
        var times = candidates.Select(_ => new List<double>()).ToList();
        var bytes = candidates.Select(_ => new List<double>()).ToList();
        for (var round = -Rounds; round < Rounds; round++) // as many that warm up
        {
            for (var i = 0; i < candidates.Count; i++)
            {
                var (nanoseconds, allocated) = Time(candidates[i].Log);
                if (round >= 0)
                {
                    times[i].Add(nanoseconds);
                    bytes[i].Add(allocated);
                }

                await Task.Delay(Drain);
            }
        }

        return [.. times.Zip(bytes, (time, each) => (Timing.Median(time), Timing.Median(each)))];
    }

    private static (double Nanoseconds, double Bytes) Time(Action<int> log)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        log(LinesARound);
        var elapsed = Stopwatch.GetElapsedTime(start);
        return (elapsed.TotalNanoseconds / LinesARound, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / LinesARound);
    }

    private static async Task<double> CpuAsync(Action<int> log)
    {
        var before = Environment.CpuUsage.TotalTime;
        log(LinesForCpu);
        await Task.Delay(Drain);
        return (Environment.CpuUsage.TotalTime - before).TotalNanoseconds / LinesForCpu;
    }

    private static void LogRequests(ILogger log, int lines)
    {
        for (var i = 0; i < lines; i++)
        {
            log.Log(
                LogLevel.Information, default, new RequestLogState("/api/users/{id}", "GET", 200, (i % 100_000) / 1000.0), null, static (_, _) => RequestLogState.Message);
        }
    }

    private static void LogRecords(ILogger log, int lines)
    {
        for (var i = 0; i < lines; i++)
            ChoreCompleted(log, i, "approved", 4.5);
    }

    private static void Copy(int lines)
    {
        for (var i = 0; i < lines; i++)
            Line.CopyTo(Buffer, i % (Buffer.Length / Line.Length) * Line.Length);
    }

    [LoggerMessage(LogLevel.Information, "Chore {Chore} is {Outcome} after {Hours} h")]
    private static partial void ChoreCompleted(ILogger log, int chore, string outcome, double hours);
}
