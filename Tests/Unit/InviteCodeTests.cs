using Api.Families;

namespace Tests.Unit;

/// <summary>Invite codes cannot be guessed, nor misread.</summary>
public sealed class InviteCodeTests
{
    private const int Codes = 5000;
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // 5 bits a letter

    [Fact]
    public void Codes_ByTheThousand_UseEveryLetterAtEveryPlaceAndNeverRepeat()
    {
        var codes = Enumerable.Range(0, Codes).Select(_ => InviteCode.New()).ToList();

        Assert.Equal(Codes, codes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes, code => Assert.Equal(10, code.Length));
        for (var place = 0; place < InviteCode.Length; place++)
            Assert.Equal(Alphabet, string.Concat(codes.Select(code => code[place]).Distinct().Order()));
    }

    [Theory]
    [InlineData("0123456789", "0123456789")]
    [InlineData(" abcde-fghjk ", "ABCDEFGHJK")]
    [InlineData("oOiIlL0123", "0011110123")]
    [InlineData("", "")]
    public void Code_Typed_IsReadAsItWasGivenOut(string typed, string expected) => Assert.Equal(expected, InviteCode.Read(typed));
}
