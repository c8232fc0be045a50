using System.Text.Json;
using Hosting;

namespace Tests.Support.Schemas;

/// <summary>
/// YAML held to the schemas that its readers publish: what is in no schema is a mistake, and so is a kind that has none.
/// package.json beside this file says which versions.
/// </summary>
internal static class PublishedSchemas
{
    /// <summary>Documents of Kubernetes' own kinds, of the Prometheus operator's and of CloudNativePG's, each held to its own schema.</summary>
    /// <returns>A text for each mistake; a stream without a document is one.</returns>
    public static Task<IReadOnlyList<string>> KubernetesMistakesAsync(string yaml) => MistakesAsync("kubernetes", yaml);

    /// <summary>A file of the compose specification.</summary>
    /// <returns>A text for each mistake.</returns>
    public static Task<IReadOnlyList<string>> ComposeMistakesAsync(string yaml) => MistakesAsync("compose", yaml);

    private static async Task<IReadOnlyList<string>> MistakesAsync(string format, string yaml)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Support", "Schemas", "validate.mjs");
        var (exitCode, output, errors) = await Filter.RunAsync("/usr/bin/env", ["node", script, BackingServices.InTools("schemas/node_modules"), format], yaml);
        Assert.True(exitCode == 0, errors);
        return JsonSerializer.Deserialize<string[]>(output)!;
    }
}
