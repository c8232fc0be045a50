using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Hosting;
using Tests.Support;
using Tests.Support.Rules;

namespace Tests.AppModel;

/// <summary>The folder whose configuration and rules a Prometheus has: <c>Prometheus:Configuration</c>.</summary>
public sealed class PrometheusFolderTests : IDisposable
{
    private const string Key = "--Prometheus:Configuration";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _source = new();
    private readonly TemporaryFolder _run = new();

    public void Dispose()
    {
        _source.Dispose();
        _run.Dispose();
    }

    [Fact]
    public void Preparation_ForAnotherStart_LeavesNothingOfTheLastOne()
    {
        ShortWindows.CopyTo(_source.Path);
        var directory = new PrometheusDirectory(_run.Path);
        directory.Prepare(_source.Path);
        File.WriteAllText(Path.Combine(_run.Path, "rules/renamed.yml"), "");
        File.WriteAllText(Path.Combine(directory.Targets, "renamed.json"), "");
        File.WriteAllText(Path.Combine(_source.Path, "prometheus.yml"), "another");

        directory.Prepare(_source.Path);

        Assert.Equal(NamesIn(Path.Combine(_source.Path, "rules")), NamesIn(Path.Combine(_run.Path, "rules")));
        Assert.Empty(NamesIn(directory.Targets));
        Assert.Equal("another", File.ReadAllText(directory.Configuration));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Folder_WithoutRulesOrThatIsNotThere_IsRefusedSayingWhatBelongsIntoIt(bool exists)
    {
        var folder = exists ? _source.Path : Path.Combine(_source.Path, "nowhere");
        if (exists)
            File.WriteAllText(Path.Combine(folder, "prometheus.yml"), "");

        var exception = Assert.Throws<DistributedApplicationException>(() => DistributedApplication.CreateBuilder([Key, folder]).AddPrometheus());

        Assert.All(["Prometheus:Configuration", folder, "prometheus.yml", "rules/"], word => Assert.Contains(word, exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ShortWindows_AsPromtoolReadsThem_AreValid()
    {
        ShortWindows.CopyTo(_source.Path);

        await Promtool.CheckConfigurationAsync(Path.Combine(_source.Path, "prometheus.yml"));
    }

    [Fact]
    public async Task Prometheus_WithAFolderOfOnesOwn_HasItsRules()
    {
        const string Name = "another"; // than the AppHost's own, whose health check stays when its resources go
        ShortWindows.CopyTo(_source.Path);

        await using var application = await EmptyApp.StartAsync(builder => builder.AddPrometheus(Name), Key, _source.Path);

        using var prometheus = new PrometheusClient(application.App.CreateHttpClient(Name));
        await Eventually.PassesAsync(
            async () =>
            {
                var rules = (await prometheus.GetAsync("rules")).ToString();
                Assert.Contains("rate(instance:http_requests:sum[5s])", rules, StringComparison.Ordinal);
                Assert.DoesNotContain("[5m]", rules, StringComparison.Ordinal);
            },
            Deadline);
    }

    private static IEnumerable<string?> NamesIn(string folder) => Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
