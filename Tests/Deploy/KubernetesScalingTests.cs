using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tests.AppModel;
using Tests.Support.Kubernetes;

namespace Tests.Deploy;

/// <summary>Replicas come, go and are rolled without a request lost and without more than the database can bear.</summary>
public sealed partial class KubernetesScalingTests
{
    private static readonly string[] Services = ["api", "prometheus", "grafana", "tempo"];

    public static TheoryData<string> Overlays { get; } = ["small", "large"];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Connections_OfAllReplicasWhileTheyAreRolled_AreNoMoreThanTheDatabaseTakes(string name)
    {
        var overlay = await Overlay.ReadAsync(name);
        var api = overlay["Deployment", "api"];
        var most = Number(overlay["HorizontalPodAutoscaler", "api"].Content["spec"]!["maxReplicas"]) + Number(api.Content["spec"]!["strategy"]!["rollingUpdate"]!["maxSurge"]);
        var available = Number(overlay["Cluster", "db"].Content["spec"]!["postgresql"]!["parameters"]!["max_connections"]);
        const int Reserved = 10; // PostgreSQL keeps three for its superuser, the operator and its replicas take some

        var used = (most * (PoolOf(api) + 1)) + PoolOf(overlay["Job", "migration"]); // and one a replica that listens, outside the pool

        Assert.InRange(used, 1, available - Reserved);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Replicas_WhileTheyAreRolledOrANodeIsDrained_AreNeverFewerThanOne(string name)
    {
        var overlay = await Overlay.ReadAsync(name);
        var rolling = overlay["Deployment", "api"].Content["spec"]!["strategy"]!["rollingUpdate"]!;

        Assert.Equal(0, Number(rolling["maxUnavailable"]));
        Assert.True(Number(overlay["HorizontalPodAutoscaler", "api"].Content["spec"]!["minReplicas"]) - Number(overlay["PodDisruptionBudget", "api"].Content["spec"]!["maxUnavailable"]) >= 1);
        Assert.Equal(2, Manifest.Items(overlay["Deployment", "api"].PodTemplate!["spec"]!["topologySpreadConstraints"]).Count()); // nodes and zones
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Replica_ThatGoes_HasTheTimeThatItTakes(string name)
    {
        var pod = (await Overlay.ReadAsync(name))["Deployment", "api"].PodTemplate!["spec"]!;
        var container = Assert.Single(Manifest.Items(pod["containers"]));
        var drain = TimeSpan.Parse($"{Variable(container, "Shutdown__Drain")}", CultureInfo.InvariantCulture).TotalSeconds;
        var readiness = container["readinessProbe"]!;
        const int RequestsInFlight = 4; // ServiceDefaults: the host's ShutdownTimeout

        Assert.True(drain >= Number(readiness["periodSeconds"]) * Number(readiness["failureThreshold"]), "Traffic still comes when the server has stopped to listen.");
        Assert.True(Number(pod["terminationGracePeriodSeconds"]) >= drain + (2 * RequestsInFlight), "It is killed before it has ended.");
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Probes_AskWhatTheyMean_AtAPortThatOnlyPrometheusReaches(string name)
    {
        var overlay = await Overlay.ReadAsync(name);
        var container = Assert.Single(overlay["Deployment", "api"].Containers);
        var management = Manifest.Items(container["ports"]).Single(port => $"{port["name"]}" == "management");
        var policy = overlay["NetworkPolicy", "api"].Content["spec"]!;
        var reaching = Manifest.Items(policy["ingress"]).Where(rule => Manifest.Items(rule["ports"]).Any(port => $"{port["port"]}" == "management")).SelectMany(rule => Manifest.Items(rule["from"])).ToList();

        Assert.Equal(("/alive", "/health", "/alive"), (PathOf("livenessProbe"), PathOf("readinessProbe"), PathOf("startupProbe")));
        Assert.Equal($"{Variable(container, "Management__Port")}", $"{management["containerPort"]}");
        Assert.Equal("prometheus", $"{Assert.Single(reaching)["podSelector"]!["matchLabels"]!["app.kubernetes.io/name"]}");
        Assert.All(Manifest.Items(policy["ingress"]), rule => Assert.NotEmpty(Manifest.Items(rule["ports"]))); // a rule without ports opens all
        Assert.Equal("{}", overlay["NetworkPolicy", "default-deny"].Content["spec"]!["podSelector"]!.ToJsonString());
        Assert.Equal("""["Ingress","Egress"]""", overlay["NetworkPolicy", "default-deny"].Content["spec"]!["policyTypes"]!.ToJsonString());

        string PathOf(string probe)
        {
            Assert.Equal("management", $"{container[probe]!["httpGet"]!["port"]}");
            return $"{container[probe]!["httpGet"]!["path"]}";
        }
    }

    [Fact]
    public async Task Ports_AreThoseOfTheAppHost()
    {
        var overlay = await Overlay.ReadAsync("small");
        await using var model = await BackendModel.CreateAsync("containers");

        Assert.Equal(
            Services.SelectMany(PortsOf).Order(),
            Services.SelectMany(service => Manifest.Items(overlay["Service", service].Content["spec"]!["ports"]))
                .Where(port => $"{port["name"]}" is not "management").Select(port => Number(port["port"])).Order());
        Assert.Equal($"{Assert.Single(PortsOf("api"))}", $"{Variable(Assert.Single(overlay["Deployment", "api"].Containers), "ASPNETCORE_HTTP_PORTS")}");

        IEnumerable<int> PortsOf(string resource) => model[resource].Annotations.OfType<Aspire.Hosting.ApplicationModel.EndpointAnnotation>()
            .Select(endpoint => (resource == "api" ? endpoint.Port : endpoint.TargetPort)!.Value);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Migration_IsAppliedByTheJobAlone(string name)
    {
        var overlay = await Overlay.ReadAsync(name);
        var (job, api) = (Assert.Single(overlay["Job", "migration"].Containers), Assert.Single(overlay["Deployment", "api"].Containers));

        Assert.Equal("""["migrate"]""", job["args"]!.ToJsonString());
        Assert.Equal("wait", $"{Variable(api, "Database__Migrations")}");
        Assert.Equal($"{api["image"]}", $"{job["image"]}");
        Assert.Equal(PoolSize().Replace($"{Variable(api, "ConnectionStrings__db")}", ""), PoolSize().Replace($"{Variable(job, "ConnectionStrings__db")}", ""));
    }

    private static int PoolOf(Manifest workload) =>
        int.Parse(PoolSize().Match($"{Variable(Assert.Single(workload.Containers), "ConnectionStrings__db")}").Groups["size"].Value, CultureInfo.InvariantCulture);

    private static JsonNode? Variable(JsonNode container, string name) => Manifest.Items(container["env"]).Single(variable => $"{variable["name"]}" == name)["value"];

    private static int Number(JsonNode? node) => int.Parse($"{node}", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Maximum Pool Size=(?<size>\d+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PoolSize();
}
