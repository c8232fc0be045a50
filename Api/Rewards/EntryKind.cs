namespace Api.Rewards;

/// <summary>Why money came or went.</summary>
public enum EntryKind
{
    /// <summary>A chore was approved.</summary>
    Reward,

    /// <summary>A parent gave something besides.</summary>
    Bonus,

    /// <summary>A parent took something.</summary>
    Penalty,
}
