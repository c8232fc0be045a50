namespace Api.Gateway.Calls;

/// <summary>What became of a call to a model.</summary>
internal enum CallStatus
{
    /// <summary>It was answered for as long as the caller stayed.</summary>
    Success,

    /// <summary>No provider could answer it, or its stream broke, or the provider found fault with it.</summary>
    Error,

    /// <summary>The provider took too long.</summary>
    Timeout,

    /// <summary>The key has had its requests or tokens of this minute, or the providers have enough to do.</summary>
    RateLimited,

    /// <summary>The account has not the credits that it could cost.</summary>
    InsufficientCredits,
}
