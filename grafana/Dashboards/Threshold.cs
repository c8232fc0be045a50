namespace Dashboards;

/// <summary>A colour that holds from a value on.</summary>
internal sealed record Threshold(string Color, double? From)
{
    public static readonly Threshold Good = new("green", null);

    /// <summary>Good below the first value, a warning from there, bad from the second.</summary>
    public static IReadOnlyList<Threshold> Rising(double warning, double bad) => [Good, new("orange", warning), new("red", bad)];

    /// <summary>Bad below the first value, a warning from there, good from the second.</summary>
    public static IReadOnlyList<Threshold> Falling(double bad, double warning) => [new("red", null), new("orange", bad), new("green", warning)];
}
