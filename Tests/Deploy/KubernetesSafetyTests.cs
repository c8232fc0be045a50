using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Tests.AppModel;
using Tests.Support.Kubernetes;

namespace Tests.Deploy;

/// <summary>What a container may do, what it runs, what it needs, and what no manifest holds.</summary>
public sealed partial class KubernetesSafetyTests
{
    private static readonly string[] Resources = ["prometheus", "grafana", "loki", "tempo"];

    public static TheoryData<string> Overlays { get; } = ["small", "large"];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Containers_MayDoNoMoreThanTheyMust(string name)
    {
        var workloads = (await Overlay.ReadAsync(name)).Manifests.Where(manifest => manifest.PodTemplate is not null).ToList();

        Assert.True(workloads.Count >= 4, "Where are the workloads?");
        Assert.All(workloads, workload =>
        {
            var pod = workload.PodTemplate!["spec"]!;
            Assert.Equal("true", $"{pod["securityContext"]!["runAsNonRoot"]}");
            Assert.True(int.Parse($"{pod["securityContext"]!["runAsUser"]}", null) > 0, $"{workload}");
            Assert.Equal("RuntimeDefault", $"{pod["securityContext"]!["seccompProfile"]!["type"]}");
            Assert.All(["hostNetwork", "hostPID", "hostIPC"], key => Assert.Null(pod[key]));
            Assert.All(Manifest.All(pod, "hostPath"), _ => Assert.Fail($"{workload} mounts a folder of its node"));
            Assert.All(workload.Containers, container =>
            {
                var context = container["securityContext"]!;
                Assert.Equal("false", $"{context["allowPrivilegeEscalation"]}");
                Assert.Equal("""["ALL"]""", context["capabilities"]!["drop"]!.ToJsonString());
                Assert.Null(context["capabilities"]!["add"]);
                Assert.Null(context["privileged"]);
                Assert.Equal(workload.Name == "grafana" ? "false" : "true", $"{context["readOnlyRootFilesystem"]}"); // grafana.yaml says why
            });
        });
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Containers_HaveLimitsAndProbes(string name) =>
        Assert.All((await Overlay.ReadAsync(name)).Manifests.SelectMany(manifest => manifest.Containers.Select(container => (manifest, container))), each =>
        {
            Assert.NotNull(each.container["resources"]!["limits"]!["memory"]);
            Assert.All(["cpu", "memory"], resource => Assert.NotNull(each.container["resources"]!["requests"]![resource]));
            if (each.manifest.Kind != "Job")
                Assert.All(["startupProbe", "readinessProbe", "livenessProbe"], probe => Assert.NotNull(each.container[probe]));
        });

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Images_ArePinned_AndThoseOfTheAppHost(string name)
    {
        var overlay = await Overlay.ReadAsync(name);
        await using var model = await BackendModel.CreateAsync("containers");
        var ofTheAppHost = Resources.Select(resource => model[resource].Annotations.OfType<ContainerImageAnnotation>().Single())
            .ToDictionary(image => $"{image.Registry}/{image.Image}", image => image.Tag);
        var images = overlay.Manifests.SelectMany(manifest => manifest.Containers).Select(container => $"{container["image"]}")
            .Append($"{overlay["Prometheus", "backend"].Content["spec"]!["image"]}").Append($"{overlay["Cluster", "db"].Content["spec"]!["imageName"]}").ToList();

        Assert.All(images, image => Assert.Matches(PinnedImage(), image));
        Assert.All(images, image => Assert.Equal(ofTheAppHost.GetValueOrDefault(image.Split(':')[0]) ?? image.Split(':')[1], image.Split(':')[1]));
        Assert.Contains(images, image => image.StartsWith("docker.io/prom/prometheus:", StringComparison.Ordinal));
        Assert.Contains(images, image => image.StartsWith("docker.io/grafana/grafana:", StringComparison.Ordinal));
        Assert.Equal($"{overlay["Prometheus", "backend"].Content["spec"]!["version"]}", ofTheAppHost["docker.io/prom/prometheus"]);
        Assert.Contains(images, image => image.StartsWith("ghcr.io/cloudnative-pg/postgresql:18.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("loki", "small", "loki")]
    [InlineData("loki", "large", "loki")]
    [InlineData("tempo", "large", "tempo")]
    public async Task Charts_RunTheVersionsOfTheAppHost(string chart, string size, string section)
    {
        await using var model = await BackendModel.CreateAsync("containers");

        var values = ManifestFiles.Read($"deploy/kubernetes/charts/{chart}/{size}.yaml");

        Assert.Equal(model[chart].Annotations.OfType<ContainerImageAnnotation>().Single().Tag, $"{values[section]!["image"]!["tag"]}");
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Secrets_AreNowhere(string name)
    {
        var overlay = await Overlay.ReadAsync(name);
        var variables = overlay.Manifests.SelectMany(manifest => Manifest.All(manifest.PodTemplate, "env")).SelectMany(Manifest.Items).ToList();

        Assert.DoesNotContain(overlay.Manifests, manifest => manifest.Kind == "Secret");
        Assert.NotEmpty(variables);
        Assert.All(variables.Where(variable => SecretName().IsMatch($"{variable["name"]}")), variable => Assert.NotNull(variable["valueFrom"]?["secretKeyRef"]));
        Assert.All(Directory.GetFiles(ManifestFiles.Folder, "*", SearchOption.AllDirectories), file => Assert.All(
            SecretValue().Matches(File.ReadAllText(file)), match => Assert.Matches(@"^(\$\{\w+\}|\$\(\w+\)\S*|null)$", match.Groups["value"].Value)));
    }

    // A registry or an owner, a name, a tag with a number.
    [GeneratedRegex(@"^[a-z][\w.\-]*(/[\w.\-]+)+:v?\d+\.\d+[\w.\-]*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PinnedImage();

    [GeneratedRegex("PASSWORD|SECRET|TOKEN|APIKEY|API_KEY", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretName();

    // As a key of YAML or before an equals sign; in prose it is a word.
    [GeneratedRegex(
        @"(^\s*(-\s+)?\w*(password|secret_?(access_?)?key|access_?key(_id|Id)?|api_?key):|(password|api_?key)=)\s*(?<value>[^\s;]+)",
        RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretValue();
}
