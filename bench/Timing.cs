using System.Diagnostics;

namespace Bench;

/// <summary>Times what runs in nanoseconds: rounds of all candidates in turn, so that a noisy moment hits each of them.</summary>
internal static class Timing
{
    /// <summary>The median over the rounds of what one operation costs.</summary>
    /// <param name="candidates">Each runs its operation as often as it is told.</param>
    /// <param name="operations">How often a round runs each.</param>
    /// <param name="rounds">How many rounds count, after two that warm up.</param>
    /// <returns>For each candidate nanoseconds and bytes allocated on its thread, an operation.</returns>
    public static IReadOnlyList<(double Nanoseconds, double Bytes)> Compare(IReadOnlyList<Action<int>> candidates, int operations, int rounds)
    {
        const int Warmups = 2;
        var times = candidates.Select(_ => new List<double>()).ToList();
        var bytes = new double[candidates.Count];

        for (var round = -Warmups; round < rounds; round++)
        {
            for (var i = 0; i < candidates.Count; i++)
            {
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                var start = Stopwatch.GetTimestamp();
                candidates[i](operations);
                var elapsed = Stopwatch.GetElapsedTime(start);
                bytes[i] = (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / operations;
                if (round >= 0)
                    times[i].Add(elapsed.TotalNanoseconds / operations);
            }
        }

        return [.. times.Select((each, i) => (Median(each), bytes[i]))];
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
