namespace Traffic;

/// <summary>Which visits come, and when. All of it is drawn from the seed and nothing depends on the API: the same seed gives the same plan.</summary>
internal static class VisitPlan
{
    /// <summary>The visits in the order in which they come, without end.</summary>
    public static IEnumerable<Visit> From(TrafficOptions options)
    {
        // People come independently of each other: a Poisson process, whose rate follows the curve. It is drawn by thinning (Lewis and Shedler, 1979):
        // at the rate of the busiest moment, of which as many are left out as the curve is below its peak.
        var random = new Random(options.Seed);
        var mostPerSecond = options.VisitsPerSecond * DailyCurve.Peak;

        for (var seconds = 0.0; ;)
        {
            seconds -= Math.Log(1 - random.NextDouble()) / mostPerSecond;
            if (random.NextDouble() * DailyCurve.Peak < DailyCurve.At(seconds / options.DayLength.TotalSeconds))
                yield return new(TimeSpan.FromSeconds(seconds), options.Mix.At(random.NextDouble()), random.Next());
        }
    }
}
