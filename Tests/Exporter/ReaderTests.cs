using ServiceDefaults.Prometheus;
using Xunit.Sdk;

namespace Tests.Exporter;

/// <summary>The readers that the other tests trust do refuse what is broken.</summary>
public sealed class ReaderTests
{
    private const string Sound = "# HELP a A.\n# TYPE a histogram\na_bucket{le=\"1.0\"} 1\na_bucket{le=\"+Inf\"} 2\na_sum 3\na_count 2\n# HELP b B.\n# TYPE b counter\nb_total{x=\"y\"} 1\n# EOF\n";

    [Fact]
    public async Task SoundText_IsReadAlikeByBoth()
    {
        var strict = StrictReader.Read(Sound, ExpositionFormat.OpenMetrics);
        var python = await PythonReader.ReadAsync(Sound, ExpositionFormat.OpenMetrics);

        Assert.Equal(["a_bucket{le=3:1.0} 1", "a_bucket{le=4:+Inf} 2", "a_sum{} 3", "a_count{} 2", "b_total{x=1:y} 1"], Lines(strict));
        Assert.Equal(Lines(strict), Lines(python));
    }

    [Theory]
    [InlineData("# EOF\n", "")]
    [InlineData("b_total{x=\"y\"} 1", "b_total{x=\"y\"} -1")]
    [InlineData("b_total{x=\"y\"} 1", "b_total{x=\"\"y\"} 1")]
    [InlineData("b_total{x=\"y\"} 1", "b{x=\"y\"} 1")]
    [InlineData("a_bucket{le=\"+Inf\"} 2", "a_bucket{le=\"+Inf\"} 0")]
    [InlineData("a_count 2", "a_count 3")]
    [InlineData("a_sum 3\n", "")]
    [InlineData("# EOF", "# HELP a A.\n# TYPE a gauge\na 1\n# EOF")]
    public async Task BrokenText_IsRefusedByBoth(string sound, string broken)
    {
        var text = Sound.Replace(sound, broken, StringComparison.Ordinal);

        Assert.ThrowsAny<XunitException>(() => StrictReader.Read(text, ExpositionFormat.OpenMetrics));
        await Assert.ThrowsAsync<InvalidDataException>(() => PythonReader.ReadAsync(text, ExpositionFormat.OpenMetrics));
    }

    // What the other parser lets pass.
    [Theory]
    [InlineData("b_total{x=\"y\"} 1", "b_total{x=\"y\"} 1\nb_total{x=\"y\"} 2")]
    [InlineData("b_total{x=\"y\"} 1", "b_total{x=\"\"} 1")]
    [InlineData("b_total{x=\"y\"} 1", "b_total{x=\"y\\t\"} 1")]
    [InlineData("le=\"1.0\"", "le=\"1\"")]
    [InlineData("# HELP b B.\n", "")]
    public void TextThatIsNotStrict_IsRefused(string sound, string broken) =>
        Assert.ThrowsAny<XunitException>(() => StrictReader.Read(Sound.Replace(sound, broken, StringComparison.Ordinal), ExpositionFormat.OpenMetrics));

    private static string[] Lines(IReadOnlyList<ReadFamily> families) =>
        [.. families.SelectMany(family => family.Samples).Select(sample => string.Create(null, $"{sample.Series} {sample.Value:R}"))];
}
