using System.Text.Json.Nodes;
using Tests.Support.Kubernetes;

namespace Tests.Deploy;

/// <summary>What a manifest names is there: a pod, a port, a ConfigMap, a Secret, an account, an address.</summary>
public sealed class KubernetesReferenceTests
{
    public static TheoryData<string> Overlays { get; } = ["small", "large"];

    private static readonly string[] Namespaces = ["backend", "observability"];

    // Pods that an operator, a chart or the cluster makes, not an overlay: namespace, labels, ports.
    private static readonly Pods[] MadeByOthers =
    [
        new("backend", new() { ["cnpg.io/cluster"] = "db" }, ["5432", "8000"]),
        new("observability", new() { ["app.kubernetes.io/name"] = "prometheus", ["prometheus"] = "backend" }, ["web", "9090"]),
        new("observability", new() { ["app.kubernetes.io/name"] = "mimir", ["app.kubernetes.io/component"] = "gateway" }, ["8080"]),
        new("kube-system", new() { ["k8s-app"] = "kube-dns" }, ["53"]),
    ];

    // Services of the charts, by what charts/ says.
    private static readonly Dictionary<string, string[]> ServicesOfCharts = new()
    {
        ["small"] = ["loki:3100"],
        ["large"] = ["loki-gateway:80", "tempo-distributor:4318", "tempo-query-frontend:3200", "mimir-gateway:80"],
    };

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Selectors_OfServicesBudgetsAndMonitors_FindPodsThatHaveTheirPorts(string name)
    {
        var overlay = await Overlay.ReadAsync(name);
        var pods = PodsOf(overlay);
        var selectors = overlay.Of("Service", "PodDisruptionBudget", "PodMonitor").ToList();

        Assert.Contains(selectors, manifest => manifest.Kind == "Service");
        Assert.Contains(selectors, manifest => manifest.Kind == "PodDisruptionBudget");
        Assert.Contains(selectors, manifest => manifest.Kind == "PodMonitor");
        Assert.All(selectors, manifest =>
        {
            var spec = manifest.Content["spec"]!;
            var found = pods.Where(each => each.Namespace == manifest.Namespace && each.Match(spec["selector"]!["matchLabels"] ?? spec["selector"]!)).ToList();
            var wanted = Manifest.All(spec, "targetPort").Concat(Manifest.Items(spec["podMetricsEndpoints"]).Select(endpoint => endpoint["port"]!));

            var only = Assert.Single(found);
            Assert.All(wanted, port => Assert.Contains($"{port}", only.Ports));
        });
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task ServiceMonitor_FindsAServiceThatHasItsPort(string name)
    {
        var overlay = await Overlay.ReadAsync(name);
        var monitor = Assert.Single(overlay.Of("ServiceMonitor"));

        var service = Assert.Single(overlay.Of("Service"), service => service.Namespace == monitor.Namespace
            && Matches(service.Content["metadata"]!["labels"], monitor.Content["spec"]!["selector"]!["matchLabels"]!));

        var ports = Manifest.Items(service.Content["spec"]!["ports"]).Select(port => $"{port["name"]}");
        Assert.Contains($"{Assert.Single(Manifest.Items(monitor.Content["spec"]!["endpoints"]))["port"]}", ports);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Monitors_AndRules_AreThoseThatPrometheusLooksFor(string name)
    {
        var overlay = await Overlay.ReadAsync(name);
        var prometheus = overlay["Prometheus", "backend"].Content["spec"]!;

        Assert.All(overlay.Of("ServiceMonitor", "PodMonitor", "PrometheusRule"), manifest =>
        {
            var key = manifest.Kind switch { "ServiceMonitor" => "serviceMonitor", "PodMonitor" => "podMonitor", _ => "rule" };
            Assert.True(Matches(manifest.Content["metadata"]!["labels"], prometheus[$"{key}Selector"]!["matchLabels"]!), $"{manifest}");
            Assert.Empty(Assert.IsType<JsonObject>(prometheus[$"{key}NamespaceSelector"])); // all namespaces
        });
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Policies_NamePodsAndPortsThatThereAre(string name)
    {
        var overlay = await Overlay.ReadAsync(name);
        var pods = PodsOf(overlay);
        var namespaces = overlay.Of("Namespace").Select(each => each.Name).Append("kube-system").ToList();

        Assert.True(overlay.Of("NetworkPolicy").Count() >= 6, "Where are the policies?");
        Assert.All(overlay.Of("NetworkPolicy"), policy =>
        {
            var spec = policy.Content["spec"]!;
            var own = pods.Where(each => each.Namespace == policy.Namespace && each.Match(spec["podSelector"]!["matchLabels"])).ToList();
            Assert.NotEmpty(own);

            foreach (var rule in Manifest.Items(spec["ingress"]))
                Assert.All(PortsOf(rule), port => Assert.All(own, each => Assert.Contains(port, each.Ports)));

            foreach (var rule in Manifest.Items(spec["egress"]))
                Assert.All(PeersOf(rule, "to"), peer => Assert.All(PortsOf(rule), port => Assert.All(Found(peer), each => Assert.Contains(port, each.Ports))));

            Assert.All(Manifest.Items(spec["ingress"]).SelectMany(rule => PeersOf(rule, "from")), peer => Assert.NotEmpty(Found(peer)));

            List<Pods> Found(JsonNode peer)
            {
                var @namespace = peer["namespaceSelector"]?["matchLabels"]?["kubernetes.io/metadata.name"]?.ToString() ?? policy.Namespace;
                if (@namespace == "cnpg-system")
                    return [new(@namespace, [], [])]; // the operator's own namespace, where docs/deploy/kubernetes.md puts it
                Assert.Contains(@namespace, namespaces);
                var found = pods.Where(each => each.Namespace == @namespace && each.Match(peer["podSelector"]?["matchLabels"])
                    && Manifest.Items(peer["podSelector"]?["matchExpressions"]).All(expression => Manifest.Items(expression["values"])
                        .Any(value => each.Labels.GetValueOrDefault($"{expression["key"]}") == $"{value}"))).ToList();
                Assert.NotEmpty(found);
                return found;
            }
        });

        static IEnumerable<string> PortsOf(JsonNode rule) => Manifest.Items(rule["ports"]).Select(port => $"{port["port"]}");
        static IEnumerable<JsonNode> PeersOf(JsonNode rule, string side) => Manifest.Items(rule[side]).Where(peer => peer["ipBlock"] is null);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Configuration_ThatContainersAreGiven_IsThereOrIsMadeAsTheDocsSay(string name)
    {
        var overlay = await Overlay.ReadAsync(name);
        var docs = await File.ReadAllTextAsync(ManifestFiles.PathOf("docs/deploy/kubernetes.md"));
        var workloads = overlay.Manifests.Where(manifest => manifest.PodTemplate is not null).ToList();

        Assert.True(workloads.Count >= 4, "Where are the workloads?");
        Assert.All(workloads, workload =>
        {
            var pod = workload.PodTemplate!;
            foreach (var reference in Manifest.All(pod, "configMapKeyRef").Concat(Manifest.All(pod, "configMapRef")).Concat(Manifest.All(pod, "configMap")))
            {
                var map = Assert.Single(overlay.Of("ConfigMap"), map => map.Namespace == workload.Namespace && map.Name == $"{reference["name"]}");
                if (reference["key"] is { } key)
                    Assert.True(map.Content["data"]!.AsObject().ContainsKey($"{key}"), $"{workload}: {map.Name} has no {key}");
            }

            foreach (var reference in Manifest.All(pod, "secretKeyRef").Concat(Manifest.All(pod, "secretRef")).Concat(Manifest.All(pod, "secret")))
            {
                var secret = $"{reference["name"] ?? reference["secretName"]}";
                var ofTheOperator = overlay.Of("Cluster").Any(cluster => cluster.Namespace == workload.Namespace && (secret == $"{cluster.Name}-app" || secret == $"{cluster.Name}-ca"));
                Assert.True(ofTheOperator || docs.Contains($"-n {workload.Namespace} create secret generic {secret} ", StringComparison.Ordinal), $"{workload}: nobody makes the secret {secret}");
            }

            var volumes = Manifest.Items(pod["spec"]!["volumes"]).Select(volume => $"{volume["name"]}")
                .Concat(Manifest.Items(workload.Content["spec"]!["volumeClaimTemplates"]).Select(claim => $"{claim["metadata"]!["name"]}")).ToList();
            Assert.Equal(volumes.Order(), workload.Containers.SelectMany(container => Manifest.Items(container["volumeMounts"])).Select(mount => $"{mount["name"]}").Distinct().Order());
            if (pod["spec"]!["serviceAccountName"] is { } account)
                Assert.Contains(overlay.Of("ServiceAccount"), each => each.Namespace == workload.Namespace && each.Name == $"{account}");
            var ports = workload.Containers.SelectMany(container => Manifest.Items(container["ports"])).Select(port => $"{port["name"]}").ToList();
            Assert.All(Manifest.All(pod, "httpGet"), probe => Assert.Contains($"{probe["port"]}", ports));
            Assert.True(Matches(pod["metadata"]!["labels"], workload.Content["spec"]!["selector"]?["matchLabels"] ?? new JsonObject()), $"{workload}");
        });
        Assert.All(overlay.Manifests.Where(manifest => manifest.Namespace.Length > 0), manifest => Assert.Contains(overlay.Of("Namespace"), each => each.Name == manifest.Namespace));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Addresses_AreOfServicesThatThereAre(string name)
    {
        var overlay = await Overlay.ReadAsync(name);
        var services = overlay.Of("Service").SelectMany(service => Manifest.Items(service.Content["spec"]!["ports"]).Select(port => $"{service.Name}.{service.Namespace}:{port["port"]}"))
            .Concat(ServicesOfCharts[name].Select(service => service.Replace(":", ".observability:", StringComparison.Ordinal))).ToHashSet();
        var addresses = Namespaces.SelectMany(space => overlay.Data(space, "addresses").Select(entry => (space, address: $"{entry.Value}")))
            .Concat(overlay["Deployment", "api"].Containers.SelectMany(container => Manifest.Items(container["env"])).Select(variable => (space: "backend", address: $"{variable["value"]}")))
            .Concat(Manifest.Items(overlay["Prometheus", "backend"].Content["spec"]!["remoteWrite"]).Select(target => (space: "observability", address: $"{target["url"]}")))
            .Where(entry => entry.address.StartsWith("http://", StringComparison.Ordinal)).ToList();

        Assert.True(addresses.Count >= 8, "Where are the addresses?");
        Assert.All(addresses, entry =>
        {
            var uri = new Uri(entry.address);
            Assert.Contains($"{(uri.Host.Contains('.', StringComparison.Ordinal) ? uri.Host : $"{uri.Host}.{entry.space}")}:{uri.Port}", services);
        });
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Autoscaler_ScalesWhatThereIs(string name)
    {
        var overlay = await Overlay.ReadAsync(name);
        var target = Assert.Single(overlay.Of("HorizontalPodAutoscaler")).Content["spec"]!["scaleTargetRef"]!;

        var scaled = overlay[$"{target["kind"]}", $"{target["name"]}"];

        Assert.Equal($"{target["apiVersion"]}", $"{scaled.Content["apiVersion"]}");
        Assert.Null(scaled.Content["spec"]!["replicas"]); // each apply would set it back
        Assert.All(scaled.Containers, container => Assert.NotNull(container["resources"]!["requests"]!["cpu"])); // what utilization is a share of
    }

    private static List<Pods> PodsOf(Overlay overlay) =>
    [
        .. MadeByOthers,
        .. overlay.Manifests.Where(manifest => manifest.PodTemplate is not null).Select(manifest => new Pods(
            manifest.Namespace,
            manifest.PodTemplate!["metadata"]!["labels"]!.AsObject().ToDictionary(label => label.Key, label => $"{label.Value}"),
            [.. manifest.Containers.SelectMany(container => Manifest.Items(container["ports"])).SelectMany(port => new[] { $"{port["name"]}", $"{port["containerPort"]}" })])),
    ];

    private static bool Matches(JsonNode? labels, JsonNode selector) =>
        selector.AsObject().All(wanted => $"{labels?[wanted.Key]}" == $"{wanted.Value}");

    private sealed record Pods(string Namespace, Dictionary<string, string> Labels, string[] Ports)
    {
        public bool Match(JsonNode? selector) => (selector as JsonObject ?? []).All(wanted => Labels.GetValueOrDefault(wanted.Key) == $"{wanted.Value}");
    }
}
