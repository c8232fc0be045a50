using System.Text.Json.Nodes;

namespace Tests.Support.Deploy;

/// <summary>A service of compose.yaml.</summary>
internal sealed class ComposeService(string name, JsonObject definition)
{
    public string Name => name;

    public JsonObject Definition => definition;

    public string Image => Text("image") ?? "";

    public IReadOnlyList<string> Command => List("command");

    public IReadOnlyList<string> Ports => List("ports");

    public IReadOnlyList<string> Secrets => List("secrets");

    public IReadOnlyDictionary<string, string> Environment =>
        definition["environment"]?.AsObject().ToDictionary(variable => variable.Key, variable => $"{variable.Value}") ?? [];

    /// <summary>The services that it starts after, with how far those must have got.</summary>
    public IReadOnlyDictionary<string, string> Dependencies =>
        definition["depends_on"]?.AsObject().ToDictionary(dependency => dependency.Key, dependency => $"{dependency.Value!["condition"]}") ?? [];

    /// <summary>The command that tells whether it works.</summary>
    public IReadOnlyList<string> HealthCheck => [.. definition["healthcheck"]?["test"]?.AsArray().Select(word => $"{word}") ?? []];

    public IEnumerable<ComposeMount> Mounts => List("volumes").Select(ComposeMount.Parse);

    public string? Text(string key) => definition[key]?.ToString();

    public IReadOnlyList<string> List(string key) => [.. definition[key]?.AsArray().Select(item => $"{item}") ?? []];
}
