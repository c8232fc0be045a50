using System.Text.Json.Nodes;
using Tests.AppModel;
using Tests.Support.Kubernetes;

namespace Tests.Deploy;

/// <summary>In a cluster telemetry is what it is under the AppHost: scraped, named, kept and shown alike.</summary>
public sealed class KubernetesTelemetryTests
{
    public static TheoryData<string> Overlays { get; } = ["small", "large"];

    private static JsonNode Scraping => ManifestFiles.Read("prometheus/prometheus.yml")["global"]!;

    private static JsonNode Job => Manifest.Items(ManifestFiles.Read("prometheus/prometheus.yml")["scrape_configs"]).Single(job => $"{job["job_name"]}" == "backend-api");

    /// <summary>With the variable <c>RULES</c> set the file is written instead.</summary>
    [Fact]
    public async Task Rules_WrittenAgain_AreTheCommittedOnes()
    {
        var written = PrometheusRuleFile.Write();

        if (Environment.GetEnvironmentVariable("RULES") is { Length: > 0 })
            await File.WriteAllTextAsync(ManifestFiles.PathOf(PrometheusRuleFile.Path), written);
        else
            Assert.Equal(await File.ReadAllTextAsync(ManifestFiles.PathOf(PrometheusRuleFile.Path)), written);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Rules_AsRendered_AreThoseOfPrometheus(string name)
    {
        var rendered = (await Overlay.ReadAsync(name))["PrometheusRule", "backend"].Content["spec"]!["groups"]!;
        var files = Directory.GetFiles(ManifestFiles.PathOf("prometheus/rules")).Order(StringComparer.Ordinal)
            .SelectMany(file => Manifest.Items(ManifestFiles.Parse(File.ReadAllText(file)).Single()["groups"])).ToArray();

        Assert.NotEmpty(files);
        Assert.True(JsonNode.DeepEquals(new JsonArray([.. files.Select(group => group.DeepClone())]), rendered));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Scraping_IsThatOfPrometheusYml(string name)
    {
        var overlay = await Overlay.ReadAsync(name);
        var endpoint = Assert.Single(Manifest.Items(overlay["ServiceMonitor", "api"].Content["spec"]!["endpoints"]));
        var prometheus = overlay["Prometheus", "backend"].Content["spec"]!;
        var expected = Assert.Single(Manifest.Items(Job["metric_relabel_configs"]));
        var relabeling = Assert.Single(Manifest.Items(endpoint["metricRelabelings"]));

        Assert.Equal(($"{expected["action"]}", $"{expected["regex"]}"), ($"{relabeling["action"]}", $"{relabeling["regex"]}"));
        Assert.Equal(expected["source_labels"]!.ToJsonString(), relabeling["sourceLabels"]!.ToJsonString());
        Assert.Equal(($"{Scraping["scrape_interval"]}", $"{Scraping["scrape_timeout"]}"), ($"{endpoint["interval"]}", $"{endpoint["scrapeTimeout"]}"));
        Assert.Equal(
            ($"{Scraping["scrape_interval"]}", $"{Scraping["scrape_timeout"]}", $"{Scraping["evaluation_interval"]}"),
            ($"{prometheus["scrapeInterval"]}", $"{prometheus["scrapeTimeout"]}", $"{prometheus["evaluationInterval"]}"));
        Assert.Equal(("true", """["exemplar-storage"]"""), ($"{prometheus["enableRemoteWriteReceiver"]}", prometheus["enableFeatures"]!.ToJsonString()));
    }

    /// <summary>Labels that the operator adds would push aside those of our metrics: `endpoint` first.</summary>
    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Targets_HaveTheLabelsThatRulesAndDashboardsSelectBy(string name)
    {
        var endpoint = Assert.Single(Manifest.Items((await Overlay.ReadAsync(name))["ServiceMonitor", "api"].Content["spec"]!["endpoints"]));
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            // What the operator makes of a pod behind a Service.
            ["job"] = "api",
            ["service"] = "api",
            ["namespace"] = "backend",
            ["pod"] = "api-5d4",
            ["container"] = "api",
            ["endpoint"] = "management",
            ["instance"] = "10.0.0.1:8081",
        };

        foreach (var rule in Manifest.Items(endpoint["relabelings"]))
        {
            if ($"{rule["action"]}" == "labeldrop")
                Array.ForEach([.. labels.Keys.Where(label => $"{rule["regex"]}".Split('|').Contains(label))], label => labels.Remove(label));
            else
                labels[$"{rule["targetLabel"]}"] = $"{rule["replacement"]}" is { Length: > 0 } fixedValue ? fixedValue : $"<{Assert.Single(Manifest.Items(rule["sourceLabels"]))}>";
        }

        Assert.Equal("[instance, <__meta_kubernetes_pod_name>] [job, backend-api] [service, api]", string.Join(' ', labels));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Grafana_IsProvisionedWithTheFilesOfTheAppHost(string name)
    {
        var overlay = await Overlay.ReadAsync(name);
        var dashboards = Directory.GetFiles(ManifestFiles.PathOf("grafana/dashboards")).Append(ManifestFiles.PathOf("grafana/provisioning/dashboards/backend.yml"));

        Assert.Equal(Texts(dashboards), Data("grafana-dashboards"));
        Assert.Equal(Texts(Directory.GetFiles(ManifestFiles.PathOf("grafana/provisioning/datasources"))), Data("grafana-datasources"));

        SortedDictionary<string, string> Data(string map) => new(overlay.Data("observability", map).ToDictionary(entry => entry.Key, entry => $"{entry.Value}"), StringComparer.Ordinal);
        static SortedDictionary<string, string> Texts(IEnumerable<string> files) => new(files.ToDictionary(file => Path.GetFileName(file)!, File.ReadAllText), StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Grafana_IsSetAsByTheAppHost_SaveThatOneSignsIn(string name)
    {
        await using var model = await BackendModel.CreateAsync("containers");
        var overlay = await Overlay.ReadAsync(name);
        var byTheAppHost = (await model.EnvironmentOfAsync("grafana")).ToDictionary(variable => variable.Key, variable => $"{variable.Value}");
        var here = Manifest.Items(Assert.Single(overlay["Deployment", "grafana"].Containers)["env"]).ToDictionary(variable => $"{variable["name"]}", variable => $"{variable["value"]}");
        var addresses = overlay.Data("observability", "addresses").Select(entry => entry.Key).Where(key => key.EndsWith("_URL", StringComparison.Ordinal));

        Assert.Equal(byTheAppHost.Keys.Except(["GF_AUTH_ANONYMOUS_ORG_ROLE"]).Order(), here.Keys.Concat(addresses).Order());
        Assert.All(here.Where(variable => variable.Key is not ("GF_AUTH_ANONYMOUS_ENABLED" or "GF_SECURITY_ADMIN_PASSWORD")), variable => Assert.Equal(byTheAppHost[variable.Key], variable.Value));
        Assert.Equal("false", here["GF_AUTH_ANONYMOUS_ENABLED"]);
    }

    /// <summary>The one process of the small overlay reads the AppHost's file as it is.</summary>
    [Fact]
    public async Task Tempo_OfTheSmallOverlay_ReadsTheConfigurationOfTheAppHost()
    {
        var overlay = await Overlay.ReadAsync("small");
        var tempo = Assert.Single(overlay["StatefulSet", "tempo"].Containers);

        Assert.Equal(await File.ReadAllTextAsync(ManifestFiles.PathOf("tempo/tempo.yml")), $"{overlay.Data("observability", "tempo")["tempo.yml"]}");
        Assert.Equal("""["-config.file=/etc/tempo/tempo.yml","-config.expand-env=true"]""", tempo["args"]!.ToJsonString());
    }

    [Fact]
    public void Loki_OfTheLargeOverlay_HasTheLimitsOfTheAppHost()
    {
        var here = ManifestFiles.Read("deploy/kubernetes/charts/loki/large.yaml")["loki"]!;
        var ours = ManifestFiles.Read("loki/loki.yml");

        Assert.True(JsonNode.DeepEquals(ours["limits_config"], here["limits_config"]), "limits_config differs from that of loki/loki.yml");
        Assert.Equal($"{ours["compactor"]!["retention_enabled"]}", $"{here["compactor"]!["retention_enabled"]}");
        Assert.Equal($"{ours["auth_enabled"]}", $"{here["auth_enabled"]}");
        Assert.Equal(SchemaOf(ours["schema_config"]!), SchemaOf(here["schemaConfig"]!));
        Assert.Equal(SchemaOf(ours["schema_config"]!), SchemaOf(ManifestFiles.Read("deploy/kubernetes/charts/loki/small.yaml")["loki"]!["schemaConfig"]!));

        static string SchemaOf(JsonNode configuration)
        {
            var schema = Assert.Single(Manifest.Items(configuration["configs"]));
            return $"{schema["from"]} {schema["store"]} {schema["schema"]} {schema["index"]!.ToJsonString()}";
        }
    }

    [Fact]
    public void Tempo_OfTheLargeOverlay_CountsAndKeepsAsUnderTheAppHost()
    {
        var here = ManifestFiles.Read("deploy/kubernetes/charts/tempo/large.yaml");
        var ours = ManifestFiles.Read("tempo/tempo.yml");
        var generator = here["metricsGenerator"]!["config"]!;

        Assert.True(JsonNode.DeepEquals(ours["overrides"], here["overrides"]), "overrides differ");
        Assert.True(JsonNode.DeepEquals(ours["metrics_generator"]!["registry"], generator["registry"]), "the registry differs");
        Assert.True(JsonNode.DeepEquals(ours["metrics_generator"]!["processor"], here["tempo"]!["structuredConfig"]!["metrics_generator"]!["processor"]), "the processors differ");
        Assert.Equal(
            $"{ours["backend_worker"]!["compaction"]!["block_retention"]}", $"{here["backendScheduler"]!["config"]!["provider"]!["compaction"]!["compaction"]!["block_retention"]}");
        var (expected, written) = (Target(ours["metrics_generator"]!), Target(generator));
        Assert.All(["send_exemplars", "write_relabel_configs"], key => Assert.True(JsonNode.DeepEquals(expected[key], written[key]), $"{key} differs"));

        static JsonNode Target(JsonNode configuration) => Assert.Single(Manifest.Items(configuration["storage"]!["remote_write"]));
    }

    [Theory]
    [InlineData("small", "collector")]
    [InlineData("large", "collector")]
    [InlineData("large", "sampling")]
    public async Task Collector_NamesComponentsThatItHas_AndUsesAllOfThem(string name, string collector)
    {
        var overlay = await Overlay.ReadAsync(name);
        var configuration = ManifestFiles.Parse($"{overlay.Data("observability", collector)["config.yaml"]}").Single();
        var pipelines = configuration["service"]!["pipelines"]!.AsObject().Select(pipeline => pipeline.Value!).ToList();

        Assert.NotEmpty(pipelines);
        Assert.All(["receivers", "processors", "exporters"], kind => Assert.Equal(
            Declared(kind), pipelines.SelectMany(pipeline => Manifest.Items(pipeline[kind])).Select(component => $"{component}").Distinct().Order()));
        Assert.Equal(Declared("extensions"), Manifest.Items(configuration["service"]!["extensions"]).Select(extension => $"{extension}").Order());
        Assert.All(pipelines, pipeline => Assert.Equal("memory_limiter", $"{pipeline["processors"]![0]}")); // before anything is kept

        var exporters = configuration["exporters"]!.AsObject().Select(exporter => exporter.Value!).ToList();
        Assert.All(exporters, exporter =>
        {
            Assert.Equal("true", $"{exporter["retry_on_failure"]!["enabled"]}");
            Assert.Contains($"{exporter["sending_queue"]!["storage"]}", Declared("extensions"));
        });

        // The queues fit in the volume that they lie on, and the ports are those of the container.
        var workload = overlay["StatefulSet", collector];
        var container = Assert.Single(workload.Containers);
        var volume = Assert.Single(Manifest.Items(workload.Content["spec"]!["volumeClaimTemplates"]));
        var mounted = Manifest.Items(container["volumeMounts"]).Single(mount => $"{mount["name"]}" == $"{volume["metadata"]!["name"]}");
        Assert.Equal($"{configuration["extensions"]!["file_storage"]!["directory"]}", $"{mounted["mountPath"]}");
        Assert.Equal("2Gi", $"{volume["spec"]!["resources"]!["requests"]!["storage"]}");
        Assert.InRange(exporters.Sum(exporter => long.Parse($"{exporter["sending_queue"]!["queue_size"]}", null)), 1, (long)(0.8 * 2 * 1024 * 1024 * 1024));
        var listening = Manifest.All(configuration["receivers"], "endpoint").Append(configuration["extensions"]!["health_check"]!["endpoint"]!).Select(endpoint => $"{endpoint}".Split(':')[1])
            .Concat(Manifest.All(configuration["service"], "port").Select(port => $"{port}"));
        Assert.Equal(listening.Order(), Manifest.Items(container["ports"]).Select(port => $"{port["containerPort"]}").Order());

        // Variables that it reads are those that it is given.
        var given = overlay.Data("observability", "addresses").Select(entry => entry.Key).ToList();
        Assert.All(Manifest.All(configuration["exporters"], "endpoint"), endpoint => Assert.Contains($"{endpoint}".Replace("${env:", "", StringComparison.Ordinal).TrimEnd('}'), given));

        IEnumerable<string> Declared(string kind) => configuration[kind]!.AsObject().Select(component => component.Key).Order();
    }

    /// <summary>A judgement on a trace needs all of its spans in one place.</summary>
    [Fact]
    public async Task Traces_OfTheLargeOverlay_MeetAtOneCollectorThatJudgesThem()
    {
        var overlay = await Overlay.ReadAsync("large");
        var first = ManifestFiles.Parse($"{overlay.Data("observability", "collector")["config.yaml"]}").Single()["exporters"]!["loadbalancing"]!;
        var second = ManifestFiles.Parse($"{overlay.Data("observability", "sampling")["config.yaml"]}").Single();
        var address = first["resolver"]!["dns"]!;
        var service = overlay.Of("Service").Single(service => $"{service.Name}.{service.Namespace}.svc" == $"{address["hostname"]}");

        Assert.Equal("traceID", $"{first["routing_key"]}");
        Assert.Equal("None", $"{service.Content["spec"]!["clusterIP"]}"); // one address a collector, not one for all
        Assert.Equal($"{address["port"]}", $"{second["receivers"]!["otlp"]!["protocols"]!["grpc"]!["endpoint"]}".Split(':')[1]);
        Assert.Equal("""["memory_limiter","tail_sampling"]""", second["service"]!["pipelines"]!["traces"]!["processors"]!.ToJsonString());
        var policies = Manifest.Items(second["processors"]!["tail_sampling"]!["policies"]).ToList();
        Assert.Equal(["latency", "probabilistic", "status_code"], policies.Select(policy => $"{policy["type"]}").Order());
        Assert.All(policies, policy => Assert.NotNull(policy[$"{policy["type"]}"]));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Api_SendsToTheCollector(string name)
    {
        var overlay = await Overlay.ReadAsync(name);
        var environment = Manifest.Items(Assert.Single(overlay["Deployment", "api"].Containers)["env"]).ToDictionary(variable => $"{variable["name"]}", variable => $"{variable["value"]}");
        var collector = overlay["Service", "collector"];

        var address = $"http://{collector.Name}.{collector.Namespace}:{Assert.Single(Manifest.Items(collector.Content["spec"]!["ports"]))["port"]}";

        Assert.Equal((address, address), (environment["ConnectionStrings__tempo"], environment["ConnectionStrings__loki"]));
    }
}
