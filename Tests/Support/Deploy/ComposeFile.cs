using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Tests.Support.Deploy;

/// <summary>deploy/compose/compose.yaml as compose reads it where a person has set no variable: merged, and with the defaults of its variables.</summary>
internal sealed partial class ComposeFile
{
    private ComposeFile(string text)
    {
        Text = text;
        var defaults = Variable().Replace(text, variable => variable.Groups["fallback"].Value).Replace("$$", "$", StringComparison.Ordinal);
        var yaml = new DeserializerBuilder().Build().Deserialize<object>(new MergingParser(new Parser(new StringReader(defaults))));
        Root = JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(yaml))!.AsObject();
        Services = Root["services"]!.AsObject().ToDictionary(service => service.Key, service => new ComposeService(service.Key, service.Value!.AsObject()));
    }

    /// <summary>Where the files of deploy/compose are that git keeps.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "deploy/compose");

    public string Text { get; }

    public JsonObject Root { get; }

    public IReadOnlyDictionary<string, ComposeService> Services { get; }

    public static ComposeFile Read() => new(File.ReadAllText(Path.Combine(Folder, "compose.yaml")));

    /// <summary>The names below a key of the file, such as those of its volumes.</summary>
    public IEnumerable<string> Names(string key) => Root[key]!.AsObject().Select(entry => entry.Key);

    // ${NAME:-default}
    [GeneratedRegex(@"\$\{(?<name>\w+):-(?<fallback>[^}]*)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
