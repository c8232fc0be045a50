namespace Api.Gateway.Keys;

/// <summary>What a key may still do, for the headers of the answer.</summary>
/// <param name="Limit">A minute.</param>
/// <param name="Left">Now.</param>
/// <param name="FullIn">How long until all of it is there again.</param>
internal sealed record RateLimit(int Limit, int Left, TimeSpan FullIn)
{
    /// <summary>Of a bucket; null where there is no limit.</summary>
    public static RateLimit? Of(TokenBucket? bucket) =>
        bucket is { } left ? new(left.Limit, Math.Max(0, (int)decimal.Floor(left.Left)), left.FullIn) : null;
}
