using System.Text.Json.Nodes;
using Hosting;

namespace Tests.Support.Kubernetes;

/// <summary>What an overlay of deploy/kubernetes applies, rendered by kubectl as it is for a cluster.</summary>
internal sealed class Overlay
{
    private static readonly Dictionary<string, Lazy<Task<Overlay>>> Rendered =
        new[] { "small", "large" }.ToDictionary(name => name, name => new Lazy<Task<Overlay>>(() => RenderAsync(name)));

    private Overlay(string yaml)
    {
        Yaml = yaml;
        Manifests = [.. ManifestFiles.Parse(yaml).Select(content => new Manifest(content))];
    }

    public string Yaml { get; }

    public IReadOnlyList<Manifest> Manifests { get; }

    public Manifest this[string kind, string name] => Manifests.Single(manifest => manifest.Kind == kind && manifest.Name == name);

    /// <param name="name">small or large.</param>
    public static Task<Overlay> ReadAsync(string name) => Rendered[name].Value;

    public IEnumerable<Manifest> Of(params string[] kinds) => Manifests.Where(manifest => kinds.Contains(manifest.Kind));

    /// <summary>The data of a ConfigMap that kustomize generated, whose name has a hash at its end.</summary>
    public JsonObject Data(string @namespace, string name) =>
        (JsonObject)Of("ConfigMap").Single(map => map.Namespace == @namespace && map.Name[..^11] == name).Content["data"]!;

    private static async Task<Overlay> RenderAsync(string name)
    {
        var (exitCode, output, errors) = await Filter.RunAsync(BackingServices.InTools("kubectl/kubectl"), ["kustomize", Path.Combine(ManifestFiles.Folder, name)], "");
        Assert.True(exitCode == 0, errors);
        return new(output);
    }
}
