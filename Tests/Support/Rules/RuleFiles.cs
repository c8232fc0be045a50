using Hosting;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Tests.Support.Rules;

/// <summary>The rules of <c>prometheus/rules</c> and their tests in <c>prometheus/tests</c>.</summary>
internal static class RuleFiles
{
    public static IReadOnlyList<RuleGroup> Groups { get; } = [.. Read<RuleFile>(BackingServices.Bundled("prometheus/rules")).SelectMany(file => file.Groups)];

    public static IReadOnlyList<Rule> Alerts { get; } = [.. Groups.SelectMany(group => group.Rules).Where(rule => rule.Alert is not null)];

    public static IReadOnlyList<Rule> Recordings { get; } = [.. Groups.SelectMany(group => group.Rules).Where(rule => rule.Record is not null)];

    public static IReadOnlyList<RuleTest> Tests { get; } = [.. Read<TestFile>(Path.Combine(AppContext.BaseDirectory, "prometheus/tests")).SelectMany(file => file.Tests)];

    private static IEnumerable<T> Read<T>(string folder)
    {
        var yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).IgnoreUnmatchedProperties().Build();
        return Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(file => yaml.Deserialize<T>(File.ReadAllText(file)));
    }

    private sealed class RuleFile
    {
        public List<RuleGroup> Groups { get; init; } = [];
    }

    private sealed class TestFile
    {
        public List<RuleTest> Tests { get; init; } = [];
    }
}
