using Microsoft.Extensions.Configuration;
using ServiceDefaults.Prometheus;

namespace Tests.Unit;

public sealed class PrometheusOptionsTests
{
    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "ENABLE_METRICS=false")]
    [InlineData(false, "ENABLE_METRICS=False")]
    [InlineData(false, "METRICS_ENABLED=0")]
    [InlineData(false, "PROMETHEUS_METRICS_ENABLED=no")]
    [InlineData(false, "ENABLE_METRICS=OFF")]
    [InlineData(true, "ENABLE_METRICS=true METRICS_ENABLED=false")]
    [InlineData(false, "METRICS_ENABLED=false PROMETHEUS_METRICS_ENABLED=true")]
    [InlineData(true, "ENABLE_METRICS= PROMETHEUS_METRICS_ENABLED=1")]
    public void Enabled_Switches_FirstOneSetWins(bool expected, string settings) => Assert.Equal(expected, Read(settings).Enabled);

    [Fact]
    public void Path_NotSet_IsMetrics() => Assert.Equal("/metrics", Read("").Path);

    [Fact]
    public void Path_Set_IsThat() => Assert.Equal("/internal/metrics", Read("METRICS_ENDPOINT=/internal/metrics").Path);

    [Fact]
    public void Path_WithoutSlash_SaysWhatToDo()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Read("METRICS_ENDPOINT=metrics"));

        Assert.Contains("starts with a slash", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HeaderLabels_OfAnyHeader_AreCalledAsTheyAreRecorded() => Assert.Equal(["x_client_id"], Read("Metrics:HeaderLabels:X.Client-Id:0=a").HeaderLabels);

    [Theory]
    [InlineData("http")]
    [InlineData("fastapi")]
    [InlineData("database")]
    [InlineData("litellm")]
    public void Aliases_OfASetThatIsTurnedOff_AreLeftOutAlone(string set)
    {
        var written = Read($"Metrics:Aliases:{set}=false").Aliases;

        Assert.Equal(Aliases.Sets.Except([set]), written.Select(alias => alias.Set).Distinct());
        Assert.Equal(Aliases.All.Where(alias => alias.Set != set), written);
    }

    private static PrometheusOptions Read(string settings) => PrometheusOptions.From(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(setting => KeyValuePair.Create(setting.Split('=')[0], (string?)setting.Split('=')[1])))
        .Build(), "test");
}
