namespace Api.Gateway.Keys;

/// <summary>Why a call is not let through.</summary>
internal enum AdmissionRefusal
{
    /// <summary>There is no such key.</summary>
    UnknownKey,

    /// <summary>The administrator has revoked it.</summary>
    RevokedKey,

    /// <summary>It was good for a time that is over.</summary>
    ExpiredKey,

    /// <summary>The key is for other models.</summary>
    ModelNotAllowed,

    /// <summary>The key has no requests left this minute.</summary>
    RequestLimit,

    /// <summary>The key has not so many tokens left this minute.</summary>
    TokenLimit,

    /// <summary>The account has not so many credits.</summary>
    InsufficientCredits,
}
