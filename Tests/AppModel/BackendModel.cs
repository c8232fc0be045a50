using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Tests.Support;

namespace Tests.AppModel;

/// <summary>The AppHost's model on a machine that has some programs on PATH: empty files, since nothing starts.</summary>
internal sealed class BackendModel : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly IDistributedApplicationTestingBuilder _builder;

    private BackendModel(TemporaryFolder folder, IDistributedApplicationTestingBuilder builder) => (_folder, _builder) = (folder, builder);

    /// <summary>Where the resources would keep what they write.</summary>
    public string Folder => _folder.Path;

    public IResource this[string name] => _builder.Resources.Single(resource => resource.Name == name);

    /// <param name="runtime">Containers or processes.</param>
    /// <param name="programs">What is on PATH.</param>
    public static async Task<BackendModel> CreateAsync(string runtime, params string[] programs)
    {
        var folder = new TemporaryFolder();
        foreach (var program in programs)
            File.WriteAllText(Path.Combine(folder.Path, program), "");

        return new(folder, await DistributedApplicationTestingBuilder.CreateAsync(
            typeof(Projects.AppHost), ["--RunDirectory", folder.Path, "--Runtime", runtime, $"--PATH={folder.Path}"]));
    }

    /// <summary>The variables that a resource gets; their values may be known only when it starts.</summary>
    public async Task<Dictionary<string, object>> EnvironmentOfAsync(string name)
    {
        var context = new EnvironmentCallbackContext(new DistributedApplicationExecutionContext(DistributedApplicationOperation.Run), this[name]);
        foreach (var annotation in this[name].Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);

        return context.EnvironmentVariables;
    }

    /// <summary>The names of the variables that a resource gets. Nothing waits for a value: that of an endpoint never comes where nothing starts.</summary>
    public IReadOnlyCollection<string> EnvironmentNamesOf(string name)
    {
        var context = new EnvironmentCallbackContext(new DistributedApplicationExecutionContext(DistributedApplicationOperation.Run), this[name]);
        foreach (var annotation in this[name].Annotations.OfType<EnvironmentCallbackAnnotation>())
            _ = annotation.Callback(context);

        return context.EnvironmentVariables.Keys;
    }

    public async ValueTask DisposeAsync()
    {
        await _builder.DisposeAsync();
        _folder.Dispose();
    }
}
