using Api.Gateway.Providers;

namespace Tests.Unit;

/// <summary>What the head of an answer says that a provider still takes.</summary>
public sealed class RemainingLimitsTests
{
    private const string Requests = "x-ratelimit-remaining-requests";
    private const string Tokens = "X-RateLimit-Remaining-Tokens";

    private readonly RemainingLimits _remaining = new();

    [Fact]
    public void Provider_ThatHasToldNothing_IsNotKnown() => Assert.Equal((null, null), (_remaining.Requests, _remaining.Tokens));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("59", 59)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Number_OfOneOrTheOther_IsKept(string value, long remaining)
    {
        Read((Requests, value));
        Assert.Equal((remaining, null), (_remaining.Requests, _remaining.Tokens));

        Read((Tokens, value));
        Assert.Equal((remaining, remaining), (_remaining.Requests, _remaining.Tokens));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("1,000")]
    [InlineData("many")]
    [InlineData("NaN")]
    [InlineData("0x10")]
    [InlineData("9223372036854775808")]
    public void Value_ThatIsNoNumberOfRequests_ChangesNothing(string value)
    {
        Read((Requests, value), (Tokens, value));
        Assert.Equal((null, null), (_remaining.Requests, _remaining.Tokens));

        Read((Requests, "7"), (Tokens, "8"));
        Read((Requests, value), (Tokens, value));
        Assert.Equal((7, 8), (_remaining.Requests, _remaining.Tokens));
    }

    [Fact]
    public void Header_ThatIsThereTwice_ChangesNothing()
    {
        Read((Requests, "7"), (Requests, "8"));

        Assert.Null(_remaining.Requests);
    }

    private void Read(params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        _remaining.Read(response.Headers);
    }
}
