namespace Api.Gateway.Credits;

/// <summary>Why credits came or went.</summary>
public enum CreditEntryKind
{
    /// <summary>The administrator gave them, or a period of a subscription began.</summary>
    Grant,

    /// <summary>Set aside for a call.</summary>
    Reservation,

    /// <summary>What was set aside came back, because the call has ended.</summary>
    Release,

    /// <summary>What was set aside came back, because nobody said in time how the call ended.</summary>
    Expiry,

    /// <summary>What a call has cost.</summary>
    Charge,
}
