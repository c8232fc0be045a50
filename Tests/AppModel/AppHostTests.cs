using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Hosting;
using Tests.Support;

namespace Tests.AppModel;

/// <summary>The application as built from the AppHost, with nothing started.</summary>
public sealed class AppHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Containers_Always_HaveAnExactTag()
    {
        await using var builder = await CreateAsync("--Runtime", "containers");

        var images = builder.Resources.SelectMany(resource => resource.Annotations.OfType<ContainerImageAnnotation>()).ToList();

        Assert.Equal(["grafana", "loki", "postgres", "prometheus", "tempo"], images.Select(image => image.Image.Split('/')[^1]).Order());
        Assert.All(images, image => Assert.True(Version.TryParse(image.Tag?.TrimStart('v'), out _), $"{image.Image}:{image.Tag} is not an exact version."));
    }

    [Fact]
    public async Task Processes_InsteadOfContainers_AreExecutables()
    {
        await using var builder = await CreateAsync("--Runtime", "processes");

        Assert.DoesNotContain(builder.Resources, resource => resource is ContainerResource);
        Assert.IsType<ExecutableResource>(Find(builder, "db"), exactMatch: false);
        Assert.IsType<ExecutableResource>(Find(builder, "prometheus"), exactMatch: false);
    }

    [Fact]
    public async Task Runtime_WrittenInAnyCase_IsUnderstood()
    {
        await using var builder = await CreateAsync("--runtime", "Containers");

        Assert.Contains(builder.Resources, resource => resource is ContainerResource);
    }

    [Fact]
    public async Task Runtime_Unknown_IsRefusedNamingTheKnownOnes()
    {
        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => CreateAsync("--Runtime", "vms"));

        Assert.All(["vms", "containers", "processes", "auto"], word => Assert.Contains(word, exception.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("containers")]
    [InlineData("processes")]
    public async Task Services_InEitherRuntime_HaveAHealthCheck(string runtime)
    {
        await using var builder = await CreateAsync("--Runtime", runtime);

        // The container of PostgreSQL is Aspire's own.
        var services = builder.Resources.Where(resource => resource is IBackingService or ProjectResource || resource.Name == "db" && resource is ExecutableResource).ToList();

        Assert.True(services.Count >= 3, "Where are the services?");
        Assert.All(services, service => Assert.NotEmpty(service.Annotations.OfType<HealthCheckAnnotation>()));
    }

    [Theory]
    [InlineData("containers")]
    [InlineData("processes")]
    public async Task Api_InEitherRuntime_WaitsForItsDatabase(string runtime)
    {
        await using var builder = await CreateAsync("--Runtime", runtime);

        var waits = Find(builder, "api").Annotations.OfType<WaitAnnotation>();

        Assert.Contains(Find(builder, "db"), waits.Select(wait => wait.Resource));
    }

    [Fact]
    public async Task Api_InItsEnvironment_HasTheAdministratorsKey()
    {
        await using var builder = await CreateAsync("--Parameters:gateway-administrator-key=given");
        var api = Find(builder, "api");
        var context = ContextOf(api);

        var key = Assert.IsType<ParameterResource>(context.EnvironmentVariables["Gateway__AdministratorKey"]);
        Assert.Equal("given", await key.GetValueAsync(CancellationToken.None));
        Assert.Contains(key, builder.Resources);
    }

    [Fact]
    public async Task Api_WithReplicasInConfiguration_HasThatMany()
    {
        await using var builder = await CreateAsync("--Api:Replicas=3");

        var replicas = Assert.Single(Find(builder, "api").Annotations.OfType<ReplicaAnnotation>());

        Assert.Equal(3, replicas.Replicas);
    }

    [Fact]
    public async Task SimulatedProviders_WithSettings_GetThemAndAreScraped()
    {
        await using var builder = await CreateAsync("--Simulation:Providers:wobbly:WobbleSeconds=60");
        var providers = Find(builder, "simulated-providers");

        var context = ContextOf(providers);

        Assert.Equal("60", context.EnvironmentVariables["Simulation__Providers__wobbly__WobbleSeconds"]);
        Assert.Single(providers.Annotations.OfType<ScrapeAnnotation>());
    }

    [Fact]
    public async Task Traffic_UnlessTurnedOff_UsesTheApiOnceThatIsHealthy()
    {
        await using var byDefault = await CreateAsync();
        await using var on = await CreateAsync("--traffic", "On", "--Traffic:Seed=7");
        await using var off = await CreateAsync("--traffic", "off", "--Traffic:Seed=7");

        Assert.DoesNotContain(off.Resources, resource => resource.Name == "traffic");
        Assert.All([byDefault, on], builder => Assert.Contains(Find(builder, "api"), Find(builder, "traffic").Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource)));
    }

    [Fact]
    public async Task Traffic_Unknown_IsRefusedNamingTheKnownOnes()
    {
        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => CreateAsync("--traffic", "heavy"));

        Assert.All(["heavy", "on", "off"], word => Assert.Contains(word, exception.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("containers")]
    [InlineData("processes")]
    public async Task Ports_OutsideTests_AreTheFixedOnes(string runtime)
    {
        Dictionary<string, int> known = new() { ["api"] = 8000, ["prometheus"] = 9090, ["grafana"] = 3000, ["dashboards"] = 3000, ["loki"] = 3100, ["tempo"] = 3200 };
        await using var builder = await CreateAsync("--Runtime", runtime);

        var ports = builder.Resources.Where(resource => known.ContainsKey(resource.Name)).ToDictionary(resource => resource.Name, HttpPort);

        Assert.Contains("prometheus", ports.Keys);
        Assert.All(ports, port => Assert.Equal(known[port.Key], port.Value));
    }

    [Theory]
    [InlineData("containers")]
    [InlineData("processes")]
    public async Task Prometheus_InEitherRuntime_KeepsExemplarsAndTakesWhatTempoWrites(string runtime)
    {
        await using var builder = await CreateAsync("--Runtime", runtime);
        var prometheus = Find(builder, "prometheus");

        var arguments = new List<object>();
        foreach (var annotation in prometheus.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(new(arguments, prometheus));

        Assert.Contains("--enable-feature=exemplar-storage", arguments);
        Assert.Contains("--web.enable-remote-write-receiver", arguments);
    }

    [Fact]
    public async Task Viewer_WhereGrafanaRuns_IsNotInTheApplication()
    {
        await using var builder = await CreateAsync("--Runtime", "containers");

        Assert.DoesNotContain(builder.Resources, resource => resource.Name == "dashboards");
    }

    private Task<IDistributedApplicationTestingBuilder> CreateAsync(params string[] args) =>
        DistributedApplicationTestingBuilder.CreateAsync(typeof(Projects.AppHost), ["--RunDirectory", _folder.Path, .. args]);

    private static IResource Find(IDistributedApplicationTestingBuilder builder, string name) =>
        builder.Resources.Single(resource => resource.Name == name);

    /// <summary>The environment of a resource, as far as it can be told before anything starts: what waits for an endpoint would wait for ever.</summary>
    private static EnvironmentCallbackContext ContextOf(IResource resource)
    {
        var context = new EnvironmentCallbackContext(new DistributedApplicationExecutionContext(DistributedApplicationOperation.Run), resource);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            _ = annotation.Callback(context);
        return context;
    }

    private static int? HttpPort(IResource resource) =>
        resource.Annotations.OfType<EndpointAnnotation>().Single(endpoint => endpoint.Name == "http").Port;
}
