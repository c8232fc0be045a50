using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Hosting;
using Microsoft.AspNetCore.Builder;
using Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Tests.AppModel;

/// <summary>The data sources and dashboards that Grafana starts with, and the ways between them.</summary>
public sealed partial class GrafanaProvisioningTests : IDisposable
{
    private static readonly string[] Sources = ["loki", "prometheus", "tempo"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void DataSources_InTheirFiles_HaveTheUidsThatDashboardsName()
    {
        var files = Directory.GetFiles(BackingServices.Bundled("grafana/provisioning/datasources")).Select(Path.GetFileNameWithoutExtension).Order();

        Assert.Equal(Sources, files);
        Assert.All(Sources, name =>
        {
            var source = Source(name);
            Assert.Equal((name, name), ($"{source["uid"]}", $"{source["type"]}"));
            Assert.Equal("false", $"{source["editable"]}");
            Assert.Equal("true", $"{BundledYaml.Read(FileOf(name))["prune"]}");
        });
        Assert.Equal(["prometheus"], Sources.Where(name => $"{Source(name)}".Contains("isDefault", StringComparison.Ordinal)));
    }

    [Fact]
    public void Links_BetweenDataSources_LeadFromEachKindOfTelemetryToTheOthers()
    {
        var links = from name in Sources
                    from target in Scalars(Source(name), "datasourceUid")
                    select (name, target);

        // Logs of a line's trace; the trace of an exemplar; logs, metrics and the service graph of a trace.
        Assert.Equal([("loki", "tempo"), ("prometheus", "tempo"), ("tempo", "loki"), ("tempo", "prometheus"), ("tempo", "prometheus")], links);
        Assert.Equal("prometheus", $"{Source("tempo")["jsonData"]["serviceMap"]["datasourceUid"]}");
        Assert.Equal("true", $"{Source("tempo")["jsonData"]["nodeGraph"]["enabled"]}");
    }

    [Fact]
    public void TraceIds_AreCalledTheSameEverywhere()
    {
        var exemplar = Source("prometheus")["jsonData"]["exemplarTraceIdDestinations"][0];
        var line = Source("loki")["jsonData"]["derivedFields"][0];
        var logs = Source("tempo")["jsonData"]["tracesToLogsV2"];
        var spanMetrics = BundledYaml.Read("tempo/tempo.yml")["overrides"]["defaults"]["metrics_generator"];

        Assert.Equal("trace_id", $"{exemplar["name"]}");
        Assert.Equal("trace_id", $"{spanMetrics["trace_id_label_name"]}");
        Assert.Equal(("label", "trace_id"), ($"{line["matcherType"]}", $"{line["matcherRegex"]}"));
        Assert.Equal("""{$${__tags}} | trace_id="$${__trace.traceId}" """.TrimEnd(), $"{logs["query"]}");
        Assert.Equal("true", $"{logs["customQuery"]}");
    }

    [Fact]
    public void LogsOfATrace_AreAskedForByLabelsOfLoki()
    {
        var attributes = (YamlSequenceNode)BundledYaml.Read("loki/loki.yml")["limits_config"]["otlp_config"]["resource_attributes"]["attributes_config"][0]["attributes"];
        var tags = (YamlSequenceNode)Source("tempo")["jsonData"]["tracesToLogsV2"]["tags"];

        var labels = attributes.Select(attribute => $"{attribute}".Replace('.', '_')).ToHashSet();

        Assert.Equal(["deployment_environment_name", "service", "service_name"], labels.Order());
        Assert.All(tags, tag => Assert.Contains($"{tag["value"]}", labels));
        Assert.NotEmpty(tags);
    }

    [Fact]
    public async Task MetricsOfATrace_AreMetricsOfAServiceWithThoseLabels()
    {
        await using var service = await SmallService.StartAsync((WebApplication app) => app.MapGet("/things/{id}", (string id) => id));
        (await service.Client.GetAsync("/things/1")).Dispose();
        var scraped = await service.ScrapeAsync();
        var metrics = Source("tempo")["jsonData"]["tracesToMetrics"];

        // The label `service` is Prometheus' own, as the AppHost tells it.
        var tags = ((YamlSequenceNode)metrics["tags"]).Select(tag => $"{tag["value"]}").Except(["service"]).ToList();
        var queries = ((YamlSequenceNode)metrics["queries"]).Select(query => $"{query["query"]}").ToList();

        Assert.Equal(["http_route"], tags);
        Assert.Equal(3, queries.Count);
        Assert.All(queries, query =>
        {
            var selector = Selector().Match(query);
            string[] labels = [.. tags, .. Label().Matches(selector.Groups["labels"].Value).Select(label => label.Value)];

            var series = scraped.Split('\n').FirstOrDefault(line => line.StartsWith($"{selector.Groups["name"].Value}{{", StringComparison.Ordinal));
            Assert.All(labels, label => Assert.Contains($"{label}=\"", series, StringComparison.Ordinal));
        });
    }

    [Theory]
    [InlineData("containers")]
    [InlineData("processes")]
    public async Task Variables_OfProvisioning_AreThoseThatTheAppHostPasses(string runtime)
    {
        await using var model = await BackendModel.CreateAsync(runtime, "loki", "tempo", "grafana");
        var files = Directory.GetFiles(BackingServices.Bundled("grafana/provisioning"), "*.yml", SearchOption.AllDirectories);

        var read = files.SelectMany(file => Variable().Matches(File.ReadAllText(file))).Select(variable => variable.Groups["name"].Value).ToHashSet();
        var passed = (await model.EnvironmentOfAsync("grafana")).Keys.ToHashSet();

        Assert.Equal(4, files.Length);
        Assert.Subset(passed, read);
        Assert.Equal(["LOKI_URL", "PROMETHEUS_URL", "TEMPO_URL"], read.Where(name => !name.StartsWith("GF_", StringComparison.Ordinal)).Order());
        Assert.Equal(["LOKI_URL", "PROMETHEUS_URL", "TEMPO_URL"], passed.Where(name => !name.StartsWith("GF_", StringComparison.Ordinal)).Order());
    }

    [Theory]
    [InlineData("containers")]
    [InlineData("processes")]
    public async Task Anybody_InEitherRuntime_IsAViewerAndTheAdministratorHasAPassword(string runtime)
    {
        await using var model = await BackendModel.CreateAsync(runtime, "grafana");

        var environment = await model.EnvironmentOfAsync("grafana");

        Assert.Equal(("true", "Viewer"), (environment["GF_AUTH_ANONYMOUS_ENABLED"], environment["GF_AUTH_ANONYMOUS_ORG_ROLE"]));
        var password = Assert.IsType<ReferenceExpression>(environment["GF_SECURITY_ADMIN_PASSWORD"]);
        Assert.Equal("{grafana-password.value}", password.ValueExpression);
        Assert.EndsWith("/dashboards/overview.json", (string)environment["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task DataSources_OfStoresThatAreLeftOut_AreNotProvisioned()
    {
        await using var model = await BackendModel.CreateAsync("processes", "grafana", "loki");

        var sources = model["grafana"].Annotations.OfType<DataSourceAnnotation>().Select(source => source.Name).Order();

        Assert.Equal(["loki", "prometheus"], sources);
        Assert.DoesNotContain("TEMPO_URL", (await model.EnvironmentOfAsync("grafana")).Keys);
    }

    [Fact]
    public void Prepare_WithFewerDataSourcesThanBefore_LeavesThoseAndEveryDashboard()
    {
        var directory = new GrafanaDirectory(_folder.Path);
        directory.Prepare(["prometheus", "loki"]);

        directory.Prepare(["prometheus"]);

        Assert.Equal(["prometheus.yml"], FilesIn("datasources"));
        Assert.Contains("backend.yml", FilesIn("dashboards"));
        Assert.Equal(DashboardsOfTheRepository(), FilesIn("dashboards").Where(file => file.EndsWith(".json", StringComparison.Ordinal)));
        Assert.Equal("$GF_PATHS_PROVISIONING/dashboards", $"{BundledYaml.Read("grafana/provisioning/dashboards/backend.yml")["providers"][0]["options"]["path"]}");

        IEnumerable<string> FilesIn(string folder) => NamesOf(Path.Combine(directory.Provisioning, folder));
    }

    private static IEnumerable<string> DashboardsOfTheRepository()
    {
        var dashboards = Path.Combine(Projects.AppHost.ProjectPath, "../grafana/dashboards");
        return Directory.Exists(dashboards) ? NamesOf(dashboards).Where(file => file.EndsWith(".json", StringComparison.Ordinal)) : [];
    }

    private static IEnumerable<string> NamesOf(string folder) => Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order();

    private static string FileOf(string name) => $"grafana/provisioning/datasources/{name}.yml";

    private static YamlNode Source(string name) => BundledYaml.Read(FileOf(name))["datasources"][0];

    private static IEnumerable<string> Scalars(YamlNode node, string key) =>
        node.AllNodes.OfType<YamlMappingNode>().SelectMany(mapping => mapping.Children).Where(child => $"{child.Key}" == key).Select(child => $"{child.Value}").Order();

    // $NAME; $$ stands for a $ of Grafana's own.
    [GeneratedRegex(@"(?<!\$)\$(?<name>[A-Z_]+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();

    // name{labels}
    [GeneratedRegex(@"(?<name>\w+)\{(?<labels>[^}]*)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Selector();

    [GeneratedRegex(@"\w+(?==)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Label();
}
