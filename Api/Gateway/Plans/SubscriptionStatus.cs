namespace Api.Gateway.Plans;

/// <summary>How far a subscription has come.</summary>
public enum SubscriptionStatus
{
    /// <summary>In its first period, which is a trial. It becomes active behind it.</summary>
    Trialing,

    /// <summary>Another period follows each.</summary>
    Active,

    /// <summary>It goes on to the end of its period.</summary>
    Canceled,

    /// <summary>It has ended.</summary>
    Expired,
}
