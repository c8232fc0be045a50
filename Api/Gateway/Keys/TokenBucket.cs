namespace Api.Gateway.Keys;

/// <summary>
/// How much of something a key may still use: at most its limit at once, and no more than its limit a minute for long. It fills all the time. More may have been used
/// than was taken at first, so that there is less than nothing left.
/// </summary>
/// <param name="Limit">How much there is in a full one, and flows in within a minute.</param>
/// <param name="Left">How much there is now.</param>
internal readonly record struct TokenBucket(int Limit, decimal Left)
{
    /// <summary>Digits in all.</summary>
    public const int Precision = 18;

    /// <summary>Digits behind the point.</summary>
    public const int Scale = 6;

    private const decimal Minute = TimeSpan.TicksPerMinute;

    /// <summary>How long until it is full.</summary>
    public TimeSpan FullIn => Wait(Limit);

    public TokenBucket After(TimeSpan elapsed) => this with { Left = Math.Min(Limit, Left + decimal.Round((decimal)Limit * elapsed.Ticks / Minute, Scale, MidpointRounding.ToZero)) };

    public TokenBucket Without(long count) => this with { Left = Left - count };

    /// <summary>How long until there is so much; null when it is more than there can be.</summary>
    public TimeSpan? WaitFor(long count) => count > Limit ? null : Wait(count);

    private TimeSpan Wait(long count) => count <= Left ? TimeSpan.Zero : TimeSpan.FromTicks((long)decimal.Ceiling((count - Left) * Minute / Limit));
}
