namespace Api;

/// <summary>Amounts of money: exact decimals, in whatever currency the family thinks in.</summary>
internal static class Money
{
    /// <summary>The greatest amount of one reward or adjustment.</summary>
    public const decimal Maximum = 10_000;

    /// <summary>Digits behind the point.</summary>
    public const int Scale = 2;

    /// <summary>Digits in all, for sums.</summary>
    public const int Precision = 14;

    public const string Rule = "An amount is from 0 to 10000, with at most two digits behind the point.";

    public static bool IsAmount(decimal value) => value is >= 0 and <= Maximum && decimal.Round(value, Scale) == value;
}
