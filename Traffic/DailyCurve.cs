namespace Traffic;

/// <summary>How the traffic rises and falls over a day, 1 being its mean.</summary>
internal static class DailyCurve
{
    // People by the hour, from seven in the morning: whoever has just started the stack is not to look at a night first.
    private static readonly double[] Hours =
    [
        70, 100, 110, 105, 100, 115, 130, 110, 95, 95, 105, 120, // 7 to 18 o'clock
        145, 170, 185, 180, 145, 95, 60, 35, 20, 10, 15, 35, // 19 to 6 o'clock
    ];

    private static readonly double Mean = Hours.Average();

    /// <summary>The highest value.</summary>
    public static double Peak { get; } = Hours.Max() / Mean;

    /// <summary>The value at a time, in days since the first one began at seven in the morning.</summary>
    public static double At(double days)
    {
        var hour = (days - Math.Floor(days)) * Hours.Length;
        var begun = (int)hour % Hours.Length;
        var (from, to) = (Hours[begun], Hours[(begun + 1) % Hours.Length]);
        return (from + ((to - from) * (hour - Math.Floor(hour)))) / Mean;
    }
}
