namespace Api.Gateway.Credits;

/// <summary>Amounts of credits, which are exact decimals: one credit is one US dollar of what providers ask.</summary>
internal static class CreditAmount
{
    /// <summary>Digits behind the point.</summary>
    public const int Scale = 8;

    /// <summary>Digits in all.</summary>
    public const int Precision = 18;

    /// <summary>The greatest grant.</summary>
    public const decimal MaximumGrant = 1_000_000;

    /// <summary>What an account can hold.</summary>
    public const decimal Maximum = 9_999_999_999;

    public const string Rule = "Credits are more than 0 and at most 1000000, with at most eight digits behind the point.";

    public static bool IsGrant(decimal value) => value is > 0 and <= MaximumGrant && decimal.Round(value, Scale) == value;

    /// <summary>To the last digit that is stored, and never to the provider's loss.</summary>
    public static decimal RoundUp(decimal value) => decimal.Round(value, Scale, MidpointRounding.ToPositiveInfinity);
}
