using Api.Gateway.Keys;

namespace Tests.Unit;

/// <summary>A bucket fills at its limit a minute, to its limit, and to the millionth.</summary>
public sealed class TokenBucketTests
{
    [Theory]
    [InlineData(60, 0, 1, 1)]
    [InlineData(60, 0, 0.5, 0.5)]
    [InlineData(60, 59.5, 1, 60)]
    [InlineData(60, -30, 15, -15)] // more was used than taken
    [InlineData(7, 0, 1, 0.116666)] // and never a bit more than flowed in
    [InlineData(1_000_000_000, 0, 86_400_000, 1_000_000_000)]
    public void Bucket_AfterSeconds_HasSoMuch(int limit, double left, double seconds, double expected) =>
        Assert.Equal((decimal)expected, new TokenBucket(limit, (decimal)left).After(TimeSpan.FromSeconds(seconds)).Left);

    [Theory]
    [InlineData(60, 0, 1, 1.0)]
    [InlineData(60, 0.25, 1, 0.75)]
    [InlineData(60, 10, 10, 0.0)]
    [InlineData(60, -60, 60, 120.0)]
    [InlineData(60, 0, 60, 60.0)]
    [InlineData(60, 60, 61, null)]
    public void Bucket_AskedForSoMany_SaysWhenTheyAreThere(int limit, double left, long count, double? seconds)
    {
        var bucket = new TokenBucket(limit, (decimal)left);

        var wait = bucket.WaitFor(count);

        Assert.Equal(seconds, wait?.TotalSeconds);
        if (wait is { } time)
            Assert.True(bucket.After(time).Left >= count);
    }
}
