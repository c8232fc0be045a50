using Microsoft.Extensions.Configuration;
using ServiceDefaults.Requests;

namespace Tests.Unit;

/// <summary>What the settings of requests may be, and what is said when they are not.</summary>
public sealed class RequestOptionsTests
{
    [Fact]
    public void Defaults_CountEverythingUnderItsTemplate()
    {
        var options = From();

        Assert.Equal((true, true, 0, 0, 0), (options.CountsUnmatched, options.InProgressLabels, options.ExcludedHandlers.Count, options.HeaderLabels.Count, options.ExcludedPaths.Count));
    }

    [Theory]
    [InlineData("Metrics:ExcludedHandlers:0", "(", "Metrics:ExcludedHandlers:0 is '('")]
    [InlineData("Metrics:ExcludedHandlers:0", "a)|(b", "Metrics:ExcludedHandlers:0 is 'a)|(b'")]
    [InlineData("Metrics:ExcludedHandlers:0", "(?=a)", "without lookarounds")]
    [InlineData("Metrics:Unmatched", "drop", "Set it to group")]
    [InlineData("Metrics:InProgressLabels", "perhaps", "Set it to true or false")]
    [InlineData("Metrics:HeaderLabels:Accept-Version", "", "lists no values")]
    [InlineData("Logs:ExcludedPaths:0", "static/*", "starts with a slash")]
    public void Setting_ThatCannotBe_IsToldWithWhatToDo(string key, string value, string expected)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => From((key, value)));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_OfOneLabel_AreToldApart()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => From(("Metrics:HeaderLabels:X-Tier:0", "a"), ("Metrics:HeaderLabels:X_Tier:0", "a")));

        Assert.Contains("x_tier: X-Tier, X_Tier", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/favicon.ico", true)]
    [InlineData("/FAVICON.ico", true)]
    [InlineData("/favicon.ico/more", false)]
    [InlineData("/static/", true)]
    [InlineData("/static/a/b.css", true)]
    [InlineData("/static", false)]
    [InlineData("/api/static/", false)]
    public void Path_Excluded_IsExactOrAPrefix(string path, bool excluded) =>
        Assert.Equal(excluded, From(("Logs:ExcludedPaths:0", "/favicon.ico"), ("Logs:ExcludedPaths:1", "/static/*")).IsExcludedFromLogs(path));

    private static RequestOptions From(params (string Key, string Value)[] settings) => RequestOptions.From(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());
}
