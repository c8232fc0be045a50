using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Hosting;
using Tests.AppModel;
using Tests.Support.Deploy;

namespace Tests.Deploy;

/// <summary>compose.yaml runs what the AppHost runs: nothing is told twice without a test that compares.</summary>
public sealed partial class ComposeModelTests : IAsyncLifetime
{
    private static readonly ComposeFile File = ComposeFile.Read();

    private BackendModel _model = null!;

    public static TheoryData<string> Containers { get; } = new("postgres", "prometheus", "tempo", "loki", "grafana");

    public async Task InitializeAsync() => _model = await BackendModel.CreateAsync("containers");

    public async Task DisposeAsync() => await _model.DisposeAsync();

    [Theory]
    [MemberData(nameof(Containers))]
    public void Image_OfAService_IsTheAppHosts(string name)
    {
        var image = _model[name].Annotations.OfType<ContainerImageAnnotation>().Single();

        Assert.Equal($"{image.Registry}/{image.Image}:{image.Tag}", File.Services[name].Image);
    }

    [Theory]
    [InlineData("prometheus")]
    [InlineData("tempo")]
    [InlineData("loki")]
    public async Task Arguments_OfAService_AreTheAppHosts(string name)
    {
        var arguments = new List<object>();
        foreach (var annotation in _model[name].Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(new(arguments, _model[name]));

        Assert.NotEmpty(arguments);
        Assert.Equal(arguments.Select(argument => $"{argument}"), File.Services[name].Command);
    }

    [Theory]
    [MemberData(nameof(Containers))]
    public void Volumes_OfAService_LieWhereTheAppHostHasThem(string name)
    {
        var volumes = MountsOf(name, ContainerMountType.Volume).Select(mount => mount.Target);

        Assert.Equal(volumes, File.Services[name].Mounts.Where(mount => mount.IsVolume).Select(mount => mount.Target));
    }

    [Theory]
    [InlineData("prometheus")]
    [InlineData("tempo")]
    [InlineData("loki")]
    [InlineData("grafana")]
    public void Files_ThatAServiceSees_AreTheAppHosts(string name)
    {
        Assert.All(MountsOf(name, ContainerMountType.BindMount), mount => Assert.True(mount.IsReadOnly)); // as in compose: ComposeFileTests

        // What the AppHost lays out when it starts.
        var prometheus = new PrometheusDirectory(Path.Combine(_model.Folder, "prometheus"));
        prometheus.Prepare(BackingServices.Bundled("prometheus"));
        prometheus.WriteSelf(TargetPort("prometheus", "http"));
        new GrafanaDirectory(Path.Combine(_model.Folder, "grafana")).Prepare(["prometheus", "tempo", "loki"]);

        var expected = MountsOf(name, ContainerMountType.BindMount).SelectMany(mount => ComposeMount.Files(mount.Source!, mount.Target));
        var actual = File.Services[name].Mounts.Where(mount => !mount.IsVolume).SelectMany(mount => mount.Files())
            .Where(file => !file.Path.StartsWith("/etc/prometheus/targets/", StringComparison.Ordinal)) // the AppHost writes them once services run: ComposeReplicasTests
            .Select(file => (file.Path.Replace("/dashboards/backend/", "/dashboards/", StringComparison.Ordinal), file.Content)); // one folder cannot be mounted into another

        Assert.Equal(expected.Select(Comparable).Order(), actual.Select(Comparable).Order());
    }

    [Fact]
    public async Task Environment_OfGrafana_IsTheAppHosts()
    {
        var expected = (await _model.EnvironmentOfAsync("grafana")).ToDictionary(variable => variable.Key, variable => Value(variable.Value));
        Assert.True(expected.Remove("GF_SECURITY_ADMIN_PASSWORD"));
        expected["GF_SECURITY_ADMIN_PASSWORD__FILE"] = "/run/secrets/grafana-password";

        var actual = File.Services["grafana"].Environment
            .ToDictionary(variable => variable.Key, variable => variable.Value.Replace("/dashboards/backend/", "/dashboards/", StringComparison.Ordinal)); // as above

        Assert.Equal(expected.OrderBy(variable => variable.Key, StringComparer.Ordinal), actual.OrderBy(variable => variable.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Environment_OfTempo_IsTheAppHosts()
    {
        var expected = (await _model.EnvironmentOfAsync("tempo")).ToDictionary(variable => variable.Key, variable => Value(variable.Value));

        Assert.Equal(expected, File.Services["tempo"].Environment);
    }

    [Theory]
    [InlineData("prometheus")]
    [InlineData("tempo")]
    [InlineData("loki")]
    public void Addresses_ThatTheApiGets_AreTheAppHosts(string name)
    {
        var address = ((IResourceWithConnectionString)_model[name]).ConnectionStringExpression;

        Assert.Equal(Value(address), File.Services["api"].Environment[$"ConnectionStrings__{name}"]);
    }

    [Fact]
    public void Settings_OfTheApi_AreThoseThatTheAppHostGives()
    {
        // Those that wait for an address have no name either before a start. Providers of models are the AppHost's own, and so is how the console looks.
        string[] addresses = ["ConnectionStrings__db", "ConnectionStrings__loki", "ConnectionStrings__prometheus", "ConnectionStrings__tempo"];
        string[] own = ["Gateway__Providers__", "LOGGING__"];
        var settings = _model.EnvironmentNamesOf("api")
            .Where(name => name == "METRICS_ENDPOINT" || (name.Contains("__", StringComparison.Ordinal) && !own.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))));

        var api = File.Services["api"];
        Assert.Equal(settings.Union(addresses).Append("OTEL_SERVICE_NAME").Order(), api.Environment.Keys.Concat(api.Secrets).Order()); // Aspire tells every service its name
        Assert.Equal("api", api.Environment["OTEL_SERVICE_NAME"]);
    }

    [Theory]
    [InlineData("api")]
    [InlineData("grafana")]
    public void Port_ThatIsPublished_IsTheAppHosts(string name)
    {
        var endpoint = _model[name].Annotations.OfType<EndpointAnnotation>().Single(endpoint => endpoint.Name == "http");

        Assert.Equal($"127.0.0.1:{endpoint.Port}:{endpoint.TargetPort ?? endpoint.Port}", Assert.Single(File.Services[name].Ports)); // a project listens where it is told
    }

    [Fact]
    public void Urls_OfAllServices_HavePortsThatTheAppHostGivesThem()
    {
        var urls = File.Services.Values.SelectMany(service => Url().Matches(service.Definition.ToJsonString()).Select(url => (Service: service.Name, Host: url.Groups["host"].Value, Port: int.Parse(url.Groups["port"].Value, null))))
            .Where(url => url is not { Host: "127.0.0.1", Service: "api" or "traffic" } and not { Host: "api" }) // their images say where they listen
            .ToList();

        Assert.True(urls.Count >= 10, "Where are the URLs?");
        Assert.All(urls, url => Assert.Contains(url.Port, _model[url.Host == "127.0.0.1" ? url.Service : url.Host].Annotations.OfType<EndpointAnnotation>().Select(endpoint => endpoint.TargetPort!.Value)));
    }

    [Theory]
    [InlineData("api")]
    [InlineData("grafana")]
    public void Dependencies_OfAService_AreWhatItWaitsForInTheAppHost(string name)
    {
        var waits = _model[name].Annotations.OfType<WaitAnnotation>()
            .Select(wait => wait.Resource is IResourceWithParent<PostgresServerResource> database ? database.Parent.Name : wait.Resource.Name)
            .Distinct();

        Assert.Equal(waits.Order(), File.Services[name].Dependencies.Keys.Order());
    }

    private IEnumerable<ContainerMountAnnotation> MountsOf(string name, ContainerMountType type) =>
        _model[name].Annotations.OfType<ContainerMountAnnotation>().Where(mount => mount.Type == type);

    private int TargetPort(string name, string endpoint) =>
        _model[name].Annotations.OfType<EndpointAnnotation>().Single(annotation => annotation.Name == endpoint).TargetPort!.Value;

    // In a network of containers a service is found by its name, at its own port.
    private string Value(object value) => value is IManifestExpressionProvider expression
        ? Binding().Replace(expression.ValueExpression, binding => $"http://{binding.Groups["name"].Value}:{TargetPort(binding.Groups["name"].Value, binding.Groups["endpoint"].Value)}")
        : $"{value}";

    private static string Comparable((string Path, string Content) file) =>
        $"{file.Path}\n{(file.Path.EndsWith(".json", StringComparison.Ordinal) ? JsonNode.Parse(file.Content)!.ToJsonString() : file.Content)}";

    // {loki.bindings.http.url}
    [GeneratedRegex(@"\{(?<name>\w+)\.bindings\.(?<endpoint>\w+)\.url\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Binding();

    [GeneratedRegex(@"http://(?<host>[\w.]+):(?<port>\d+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Url();
}
