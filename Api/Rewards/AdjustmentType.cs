namespace Api.Rewards;

/// <summary>What a parent gives or takes besides rewards.</summary>
public enum AdjustmentType
{
    /// <summary>Adds to the balance.</summary>
    Bonus,

    /// <summary>Takes from the balance, also below zero.</summary>
    Penalty,
}
