using System.Text.Json.Nodes;
using Hosting;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tests.Support.Kubernetes;

/// <summary>The files of deploy/kubernetes, where they lie: kustomize reads what is beside them too.</summary>
internal static class ManifestFiles
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(BackingServices.InTools("."), ".."));

    public static string Folder { get; } = PathOf("deploy/kubernetes");

    /// <param name="relativePath">The path as in the repository.</param>
    public static string PathOf(string relativePath) => Path.Combine(Root, relativePath);

    /// <summary>The one document of a file.</summary>
    public static JsonNode Read(string relativePath) => Parse(File.ReadAllText(PathOf(relativePath))).Single();

    /// <summary>YAML as JSON in which every scalar is a text: what type it has is for the schemas to say.</summary>
    public static IReadOnlyList<JsonNode> Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new MergingParser(new Parser(new StringReader(yaml))));
        return [.. stream.Documents.Select(document => ToJson(document.RootNode)!)];
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(child => KeyValuePair.Create($"{child.Key}", ToJson(child.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(ToJson)]),
        _ => JsonValue.Create($"{node}"),
    };
}
