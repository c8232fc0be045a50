using System.Text.Json;

namespace Tests.Images;

/// <summary>The image of the Api: published by the SDK onto a base made here, to a registry, and pulled from there. Once for the tests of a class.</summary>
public sealed class ApiImage : IAsyncLifetime
{
    private ContainerEngine _engine = null!;

    internal string Name { get; private set; } = "";

    internal IReadOnlyList<string> Tags { get; private set; } = [];

    /// <summary>What whoever runs it is told: labels, user, ports, environment.</summary>
    internal JsonElement Config { get; private set; }

    public async Task InitializeAsync()
    {
        if (ContainerFactAttribute.Reason is not null)
            return; // its tests are skipped, but this is made all the same

        _engine = await ContainerEngine.StartAsync();
        var baseImage = $"{_engine.Registry}/aspnet:10.0";
        var runtime = new DirectoryInfo(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory()); // <dotnet>/shared/Microsoft.NETCore.App/<version>
        await _engine.RunAsync("sh", ContainerEngine.Script("base-image.sh"), baseImage, runtime.Parent!.Parent!.Parent!.FullName, runtime.Name, _engine.InFolder("base"));
        await _engine.DockerAsync("push", "--quiet", baseImage);

        // As it was built with these tests. Two runs may be at it at once, in the same obj.
        var project = new Projects.Api().ProjectPath;
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        await _engine.RunAsync(
            "flock", Path.Combine(Path.GetDirectoryName(project)!, "obj", "images.lock"),
            "dotnet", "publish", project, "--no-build", "--configuration", configuration, "-nodeReuse:false", "-t:PublishContainer",
            $"-p:ContainerBaseImage={baseImage}", $"-p:ContainerRegistry={_engine.Registry}", $"-p:PublishDir={_engine.InFolder("publish")}/");

        var repository = $"{_engine.Registry}/observable-backend/api";
        await _engine.DockerAsync("pull", "--quiet", "--all-tags", repository);
        Tags = (await _engine.DockerAsync("images", "--format", "{{.Tag}}", repository)).Split('\n');
        Name = $"{repository}:{Tags[0]}";
        Config = JsonSerializer.Deserialize<JsonElement>(await _engine.DockerAsync("inspect", "--format", "{{json .Config}}", Name));
    }

    public async Task DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
    }

    /// <summary>Runs it as strictly as a cluster would, on a database of its own, and waits until it is healthy.</summary>
    internal async Task<ApiContainer> RunAsync(params (string Key, string Value)[] settings) => await ApiContainer.StartAsync(_engine, Name, settings);
}
