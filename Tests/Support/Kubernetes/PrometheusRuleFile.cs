namespace Tests.Support.Kubernetes;

/// <summary>The rules of prometheus/rules as the object that the Prometheus operator reads: the same lines, further in.</summary>
internal static class PrometheusRuleFile
{
    public const string Path = "deploy/kubernetes/base/rules.yaml";

    private const string Head = """
        # Written from prometheus/rules by the test that compares the two (CONTRIBUTING.md says how).
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata:
          name: backend
          namespace: backend
        spec:
          groups:

        """;

    private const string Groups = "groups:";

    public static string Write() => Head + string.Concat(
        Directory.GetFiles(ManifestFiles.PathOf("prometheus/rules"), "*.yml").Order(StringComparer.Ordinal).SelectMany(GroupsOf).Select(line => $"{$"  {line}".TrimEnd()}\n"));

    // A comment above the groups is about the file.
    private static IEnumerable<string> GroupsOf(string file) =>
        File.ReadAllLines(file).SkipWhile(line => line != Groups).Skip(1).Prepend($"  # {System.IO.Path.GetFileName(file)}");
}
