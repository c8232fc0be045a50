using Api.Gateway.Credits;

namespace Tests.Unit;

/// <summary>What a call costs, to the last digit that is stored.</summary>
public sealed class PriceTests
{
    [Theory]
    [InlineData("1", "2", 1000, 500, "2")]
    [InlineData("0.00015", "0.0006", 1, 0, "0.00000015")]
    [InlineData("0.000005", "0", 1, 0, "0.00000001")] // half of the last digit: up
    [InlineData("0.00001", "0", 1, 0, "0.00000001")]
    [InlineData("0.0000100001", "0", 1, 0, "0.00000002")]
    [InlineData("0", "0", 1000, 1000, "0")]
    [InlineData("0.0025", "0.01", 2147483647, 2147483647, "26843.54558750")]
    public void Call_OfTokens_CostsTheirPriceRoundedUp(string input, string output, int inputTokens, int outputTokens, string expected) =>
        Assert.Equal(decimal.Parse(expected), new Price(decimal.Parse(input), decimal.Parse(output)).Of(inputTokens, outputTokens));
}
