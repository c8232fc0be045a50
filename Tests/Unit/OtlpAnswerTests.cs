using System.Text;
using ServiceDefaults.Otlp;

namespace Tests.Unit;

public sealed class OtlpAnswerTests
{
    [Theory]
    [InlineData("")] // nothing to say
    [InlineData("0A00")] // partial_success {}
    [InlineData("0A0412026F6B")] // partial_success { error_message: "ok" }: a warning
    [InlineData("0A00 1A0161 2001 25AABBCCDD 290102030405060708")] // fields of a later version
    public void Answer_OfOtlp_IsTaken(string hex) => Assert.Equal(OtlpAnswer.Taken, Read(hex));

    [Fact]
    public void Answer_ThatRejectsAPart_TellsHowMuchAndWhy() =>
        Assert.Equal(new OtlpAnswer(IsTaken: true, Rejected: 300, "too big"), Read("0A0C 08AC02 1207" + Convert.ToHexString("too big"u8)));

    [Theory]
    [InlineData("<html>")]
    [InlineData("OK")]
    [InlineData("{\"partialSuccess\":{}}")]
    public void Text_IsNoAnswer(string text) => Assert.False(OtlpAnswer.Read(Encoding.UTF8.GetBytes(text)).IsTaken);

    [Theory]
    [InlineData("0A")] // ends before a length
    [InlineData("0A05 0801")] // ends before its end
    [InlineData("0A02 0880")] // a number that does not end
    [InlineData("0AFFFFFFFFFFFFFFFFFF01")] // longer than can be
    [InlineData("00")] // field 0
    [InlineData("FFFFFFFFFFFFFFFFFFFF01")] // a number of more than 64 bits
    public void Bytes_ThatAreNoMessage_AreNoAnswer(string hex) => Assert.False(Read(hex).IsTaken);

    [Fact]
    public void Bytes_OfAnyKind_DoNotThrow()
    {
        var random = new Random(3);
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            bytes.AsSpan(0, Math.Min(bytes.Length, 1)).Fill(0x0A); // most of them get further than the first tag
            Assert.InRange(OtlpAnswer.Read(bytes).Rejected, 0, long.MaxValue);
        }
    }

    private static OtlpAnswer Read(string hex) => OtlpAnswer.Read(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
}
