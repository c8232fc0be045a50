namespace Api.Gateway.Providers;

/// <summary>Why a provider did not answer a call.</summary>
internal enum FailureReason
{
    /// <summary>There was no connection, or it broke.</summary>
    Connection,

    /// <summary>It took too long.</summary>
    Timeout,

    /// <summary>It answered with 5xx.</summary>
    ServerError,

    /// <summary>It answered with 429: it has had enough for now.</summary>
    RateLimited,

    /// <summary>It does not take the gateway's key: 401 or 403.</summary>
    KeyRefused,

    /// <summary>What it answered is not what its API says.</summary>
    BadAnswer,

    /// <summary>It was not asked: its circuit is open.</summary>
    CircuitOpen,

    /// <summary>It was not asked: it has as many calls as it may have, or wants to be left alone for a while.</summary>
    Busy,
}
