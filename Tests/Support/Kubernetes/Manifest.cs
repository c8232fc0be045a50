using System.Text.Json.Nodes;

namespace Tests.Support.Kubernetes;

/// <summary>One object of Kubernetes, as an overlay renders it.</summary>
internal sealed class Manifest(JsonNode content)
{
    public JsonNode Content => content;

    public string Kind => $"{content["kind"]}";

    public string Name => $"{content["metadata"]!["name"]}";

    public string Namespace => $"{content["metadata"]!["namespace"]}";

    /// <summary>The pods that it makes; <see langword="null"/> where it makes none.</summary>
    public JsonNode? PodTemplate => Kind is "Deployment" or "StatefulSet" or "Job" ? content["spec"]!["template"] : null;

    public IEnumerable<JsonNode> Containers => PodTemplate is { } template
        ? Items(template["spec"]!["containers"]).Concat(Items(template["spec"]!["initContainers"]))
        : [];

    /// <summary>The nodes of a list; none where there is no list.</summary>
    public static IEnumerable<JsonNode> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonNode>();

    /// <summary>All objects within a node that have the key, and its value.</summary>
    public static IEnumerable<JsonNode> All(JsonNode? node, string key) => node switch
    {
        JsonObject mapping => mapping.SelectMany(child => (child.Key == key && child.Value is { } found ? [found] : Enumerable.Empty<JsonNode>()).Concat(All(child.Value, key))),
        JsonArray list => list.SelectMany(item => All(item, key)),
        _ => [],
    };

    public override string ToString() => $"{Kind} {Namespace}/{Name}";
}
