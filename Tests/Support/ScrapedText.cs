using System.Globalization;

namespace Tests.Support;

/// <summary>Finds series in what Prometheus would read, by their names and labels as they are written there.</summary>
internal static class ScrapedText
{
    /// <summary>The lines of all series that begin so.</summary>
    public static IReadOnlyList<string> Series(string text, string start) => [.. text.Split('\n').Where(line => line.StartsWith(start, StringComparison.Ordinal))];

    /// <summary>The value of a series; null where it is not.</summary>
    public static double? Value(string text, string series) => Series(text, series + " ").SingleOrDefault() is { } line ? ValueOf(line) : null;

    /// <summary>What all series that begin so add up to.</summary>
    public static double Sum(string text, string start) => Series(text, start).Sum(ValueOf);

    /// <summary>The value at the end of a line.</summary>
    public static double ValueOf(string line) => double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture);
}
