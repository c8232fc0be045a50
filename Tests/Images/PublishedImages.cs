using System.Runtime.InteropServices;
using System.Text.Json;

namespace Tests.Images;

/// <summary>The images of the services: published by the SDK onto a base made here, to a registry, and pulled from there. Once for the tests of a class.</summary>
public sealed class PublishedImages : IAsyncLifetime
{
    private ContainerEngine _engine = null!;

    public async Task InitializeAsync()
    {
        if (ContainerFactAttribute.Reason is not null)
            return; // its tests are skipped, but this is made all the same

        _engine = await ContainerEngine.StartAsync();
        var baseImage = $"{_engine.Registry}/aspnet:10.0";
        var runtime = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory()); // <dotnet>/shared/Microsoft.NETCore.App/<version>
        await _engine.RunAsync("sh", ContainerEngine.Script("base-image.sh"), baseImage, runtime.Parent!.Parent!.Parent!.FullName, runtime.Name, _engine.InFolder("base"));
        await _engine.DockerAsync("push", "--quiet", baseImage);
        await Task.WhenAll(
            PublishAsync(new Projects.Api().ProjectPath, baseImage),
            PublishAsync(new Projects.Traffic().ProjectPath, baseImage),
            PublishAsync(new Projects.SimulatedProviders().ProjectPath, baseImage));
    }

    public async Task DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
    }

    /// <summary>Takes an image from the registry, with all its tags.</summary>
    /// <param name="service">What the service is called.</param>
    /// <returns>Its tags, and what whoever runs it is told: labels, user, ports, environment.</returns>
    internal async Task<(IReadOnlyList<string> Tags, JsonElement Config)> PullAsync(string service)
    {
        var repository = Repository(service);
        await _engine.DockerAsync("pull", "--quiet", "--all-tags", repository);
        var tags = await _engine.DockerAsync("images", "--format", "{{.Tag}}", repository);
        return (tags.Split('\n'), JsonSerializer.Deserialize<JsonElement>(await _engine.DockerAsync("inspect", "--format", "{{json .Config}}", repository)));
    }

    /// <summary>Runs the Api's as strictly as a cluster would, on a database of its own, and waits until it is healthy.</summary>
    internal Task<ApiContainer> RunApiAsync(params (string Key, string Value)[] settings) => ApiContainer.StartAsync(_engine, Repository("api"), settings);

    private string Repository(string service) => $"{_engine.Registry}/observable-backend/{service}";

    // As it was built with these tests. Two runs may be at it at once, in the same obj.
    private async Task PublishAsync(string project, string baseImage)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        await _engine.RunAsync(
            "flock", Path.Combine(Path.GetDirectoryName(project)!, "obj", "images.lock"),
            "dotnet", "publish", project, "--no-build", "--configuration", configuration, "-nodeReuse:false", "-t:PublishContainer",
            $"-p:ContainerBaseImage={baseImage}", $"-p:ContainerRegistry={_engine.Registry}", $"-p:PublishDir={_engine.InFolder(Path.GetFileNameWithoutExtension(project))}/");
    }
}
