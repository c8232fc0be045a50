using System.Text.RegularExpressions;
using Hosting;
using Tests.Support;

namespace Tests.AppModel;

/// <summary>What the configurations of Loki and Tempo say, and what the AppHost tells them by variables.</summary>
public sealed partial class StoreConfigurationTests
{
    [Theory]
    [InlineData("loki")]
    [InlineData("tempo")]
    public async Task Variables_OfAProcess_AreThoseThatItsConfigurationReads(string store)
    {
        await using var model = await BackendModel.CreateAsync("processes", "loki", "tempo");

        var passed = await model.EnvironmentOfAsync(store);

        Assert.Equal(VariablesIn(store).Keys.Order(), passed.Keys.Order());
    }

    [Theory]
    [InlineData("loki")]
    [InlineData("tempo", "PROMETHEUS_URL")]
    public async Task Variables_OfAContainer_HaveDefaultsUnlessTheyArePassed(string store, params string[] expected)
    {
        await using var model = await BackendModel.CreateAsync("containers");
        var variables = VariablesIn(store);

        var passed = await model.EnvironmentOfAsync(store);

        Assert.Equal(expected, passed.Keys);
        Assert.All(passed.Keys, name => Assert.Contains(name, variables.Keys));
        Assert.All(variables, variable => Assert.NotEqual("", variable.Value));
    }

    [Fact]
    public void LogsAndTraces_AreKeptEquallyLong()
    {
        var loki = BundledYaml.Read("loki/loki.yml");
        var tempo = BundledYaml.Read("tempo/tempo.yml");

        Assert.Equal($"{loki["limits_config"]["retention_period"]}", $"{tempo["backend_worker"]["compaction"]["block_retention"]}");
        Assert.Equal("true", $"{loki["compactor"]["retention_enabled"]}"); // without it the period means nothing
    }

    [Fact]
    public void SpanMetrics_AreWrittenAsOftenAsPrometheusScrapes() =>
        Assert.Equal(
            $"{BundledYaml.Read("prometheus/prometheus.yml")["global"]["scrape_interval"]}",
            $"{BundledYaml.Read("tempo/tempo.yml")["metrics_generator"]["registry"]["collection_interval"]}");

    // ${NAME:-default}, by name; the file has no other form.
    private static Dictionary<string, string> VariablesIn(string store)
    {
        var text = File.ReadAllText(BackingServices.Bundled($"{store}/{store}.yml"));
        var variables = Variable().Matches(text);

        Assert.NotEmpty(variables);
        Assert.Equal(text.Count(character => character == '$'), variables.Count);
        return variables.DistinctBy(variable => variable.Groups["name"].Value).ToDictionary(variable => variable.Groups["name"].Value, variable => variable.Groups["fallback"].Value);
    }

    [GeneratedRegex(@"\$\{(?<name>\w+)(:-(?<fallback>[^}]*))?\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
