using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Bench;

/// <summary>The load generator, on the second core: one thread, 32 connections that stay open.</summary>
internal static partial class Wrk
{
    /// <param name="url">What it gets, or where the script's requests go.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="options">What else wrk is told.</param>
    /// <returns>How many requests were answered in all and a second, and the 99th percentile of their milliseconds.</returns>
    public static async Task<(double Requests, double RequestsPerSecond, double P99)> RunAsync(string url, double seconds, params string[] options)
    {
        var milliseconds = (int)(seconds * 1000);

        // It knows whole seconds only; timeout ends it early, and at SIGINT it still prints what it counted.
        using var wrk = Start(["-c", "1", "timeout", "-s", "INT", $"{milliseconds / 1000.0}", "wrk", "-t1", "-c32", "-d60s", "--latency", url, .. options]);
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();

        if (Failures().IsMatch(output) || !Total().IsMatch(output))
            throw new InvalidOperationException($"The load did not run as it should: {output}{await wrk.StandardError.ReadToEndAsync()}");
        return (Number(Total(), output), Number(Rate(), output), Number(Tail(), output) * (Tail().Match(output).Groups["unit"].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 }));
    }

    private static Process Start(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("taskset", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException("This measurement needs Linux with taskset and wrk: apt-get install util-linux wrk.", exception);
        }
    }

    private static double Number(Regex pattern, string output) => double.Parse(pattern.Match(output).Groups["value"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<value>\d+) requests in ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Total();

    [GeneratedRegex(@"Requests/sec:\s+(?<value>[\d.]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rate();

    [GeneratedRegex(@"99%\s+(?<value>[\d.]+)(?<unit>us|ms|s)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tail();

    [GeneratedRegex("Non-2xx|Socket errors", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Failures();
}
