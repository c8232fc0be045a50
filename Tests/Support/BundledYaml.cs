using Hosting;
using YamlDotNet.RepresentationModel;

namespace Tests.Support;

/// <summary>The configuration that travels with the AppHost, as YAML; variables are not replaced.</summary>
internal static class BundledYaml
{
    /// <param name="relativePath">The path as in the repository, such as <c>loki/loki.yml</c>.</param>
    public static YamlNode Read(string relativePath)
    {
        using var file = File.OpenText(BackingServices.Bundled(relativePath));
        var yaml = new YamlStream();
        yaml.Load(file);
        return yaml.Documents.Single().RootNode;
    }
}
