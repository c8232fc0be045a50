using System.Text.Json.Nodes;
using Tests.Support.Kubernetes;
using Tests.Support.Schemas;

namespace Tests.Deploy;

/// <summary>What the overlays apply is what Kubernetes and its operators understand, and nothing in deploy/kubernetes is left out of that.</summary>
public sealed class KubernetesSchemaTests
{
    private static readonly string[] Folders = ["base", "small", "large"];

    [Theory]
    [InlineData("small")]
    [InlineData("large")]
    public async Task Overlay_Rendered_IsAsTheSchemasOfItsKindsSay(string name)
    {
        var overlay = await Overlay.ReadAsync(name);

        Assert.True(overlay.Manifests.Count > 30, "Where are the manifests?");
        Assert.Empty(await PublishedSchemas.KubernetesMistakesAsync(overlay.Yaml));
    }

    [Fact]
    public void Files_Each_AreOfAKustomizationOrAChart()
    {
        var files = Directory.GetFiles(ManifestFiles.Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(ManifestFiles.Folder, file)).ToHashSet();
        var used = files.Where(file => file.StartsWith("charts/", StringComparison.Ordinal) || Path.GetFileName(file) == "kustomization.yaml")
            .Concat(Folders.SelectMany(folder => Named(ManifestFiles.Read($"deploy/kubernetes/{folder}/kustomization.yaml"))
                .Where(path => !path.StartsWith("..", StringComparison.Ordinal)).Select(path => $"{folder}/{path}")));

        Assert.Equal(files.Order(), used.Order());
    }

    private static IEnumerable<string> Named(JsonNode kustomization) =>
        Manifest.Items(kustomization["resources"]).Select(path => $"{path}")
            .Concat(Manifest.Items(kustomization["patches"]).Select(patch => $"{patch["path"]}"))
            .Concat(Manifest.Items(kustomization["configMapGenerator"])
                .SelectMany(map => Manifest.Items(map["files"]).Concat(Manifest.Items(map["envs"]))).Select(file => $"{file}".Split('=')[^1]));
}
