using System.Net;
using System.Text.Json.Nodes;
using Aspire.Hosting;
using Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Tests.Support;
using Tests.Support.Deploy;

namespace Tests.Deploy;

/// <summary>What runs beside compose: the scripts that a person starts, and the commands by which a container tells that it works.</summary>
public sealed class ComposeScriptTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Secrets_AfterTheScript_AreTheFilesThatComposeMounts()
    {
        var folder = Path.Combine(_folder.Path, "secrets");
        var compose = ComposeFile.Read();

        Assert.Equal(0, (await RunAsync("secrets.sh", folder)).ExitCode);

        var declared = compose.Root["secrets"]!.AsObject().Select(secret => $"{secret.Value!["file"]}");
        Assert.Equal(declared.Order(), Directory.GetFiles(folder).Select(file => $"secrets/{Path.GetFileName(file)}").Order());

        var connection = new NpgsqlConnectionStringBuilder(Read(folder, "ConnectionStrings__db"));
        Assert.Equal(("postgres", "postgres", Read(folder, "postgres-password")), (connection.Host, connection.Username, connection.Password));
        Assert.Equal(compose.Services["postgres"].Environment["POSTGRES_DB"], connection.Database);
    }

    [Fact]
    public async Task Secrets_OfTheScript_AreLongEachAnotherAndForTheirOwnerAlone()
    {
        string[] names = ["postgres-password", "Gateway__AdministratorKey", "grafana-password"];
        var folder = Path.Combine(_folder.Path, "secrets");

        await RunAsync("secrets.sh", folder);
        var values = names.Select(name => Read(folder, name)).ToList();

        Assert.Equal(names.Length, values.Distinct().Count());
        Assert.All(values, value => Assert.Matches("^[A-Za-z0-9]{32}$", value));

        // The users of the images read the files, which are mounted into containers; on this machine the folder keeps others out.
        var (_, modes, _) = await Filter.RunAsync("/usr/bin/env", ["stat", "--format=%a", folder, .. Directory.GetFiles(folder)], "");
        Assert.Equal(["700", "444", "444", "444", "444"], modes.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Secrets_ThatAreThere_StayAndTheScriptSaysWhy()
    {
        var folder = Path.Combine(_folder.Path, "secrets");
        await RunAsync("secrets.sh", folder);
        var before = Read(folder, "postgres-password");

        var (exitCode, _, errors) = await RunAsync("secrets.sh", folder);

        Assert.Equal(1, exitCode);
        Assert.Contains("is there already", errors, StringComparison.Ordinal);
        Assert.Equal(before, Read(folder, "postgres-password"));
    }

    [Fact]
    public async Task Targets_OfThreeReplicas_AreWhatTheAppHostWouldWriteForTheirContainers()
    {
        var targets = CopyOfTargets();

        Assert.Equal(0, (await RunAsync("replicas.sh", "3", _folder.Path)).ExitCode);

        Assert.Equal(["API_PORTS=8000-8002", "API_REPLICAS=3"], Settings());
        var expected = await TargetsOfTheAppHostAsync("api-x", "api-y", "api-z");
        var actual = Groups(Path.Combine(targets, "api.json")).Concat(Groups(Path.Combine(targets, "replicas.json"))).ToList();
        Assert.Equal(3, actual.Count);
        Assert.Equal(expected.Select(group => group["labels"]!.ToJsonString()), actual.Select(group => group["labels"]!.ToJsonString()));
        Assert.Equal(
            Enumerable.Range(1, 3).Select(replica => $$"""["{{ComposeFile.Read().Root["name"]}}-api-{{replica}}:8000"]"""),
            actual.Select(group => group["targets"]!.ToJsonString()));
    }

    [Fact]
    public async Task Replicas_OneAgain_AreForgottenAndOtherSettingsStay()
    {
        var targets = CopyOfTargets();
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, ".env"), "BIND_ADDRESS=10.0.0.1\n");

        await RunAsync("replicas.sh", "2", _folder.Path);
        await RunAsync("replicas.sh", "1", _folder.Path);

        Assert.Equal(["API_PORTS=8000", "API_REPLICAS=1", "BIND_ADDRESS=10.0.0.1"], Settings());
        Assert.Equal(["api.json"], Directory.GetFiles(targets).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("many")]
    public async Task Replicas_OfNoNumber_AreRefusedSayingWhatToWrite(string count)
    {
        var (exitCode, _, errors) = await RunAsync("replicas.sh", count, _folder.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains("bash replicas.sh 3", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Configuration_OfPrometheusWithItsTargets_IsValid()
    {
        foreach (var mount in ComposeFile.Read().Services["prometheus"].Mounts.Where(mount => !mount.IsVolume))
        {
            foreach (var (path, content) in mount.Files())
            {
                var file = Path.Combine(_folder.Path, Path.GetRelativePath("/etc/prometheus", path));
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllTextAsync(file, content);
            }
        }

        await Promtool.CheckConfigurationAsync(Path.Combine(_folder.Path, "prometheus.yml"));
    }

    [Theory]
    [InlineData("api", HealthStatus.Healthy, 0)]
    [InlineData("api", HealthStatus.Unhealthy, 1)]
    [InlineData("traffic", HealthStatus.Healthy, 0)]
    [InlineData("traffic", HealthStatus.Unhealthy, 1)]
    public async Task HealthCheck_OfOurImages_IsTheAnswerOfHealth(string name, HealthStatus status, int expected)
    {
        await using var service = await SmallService.StartAsync(
            builder => builder.Services.AddHealthChecks().AddCheck("test", () => new HealthCheckResult(status)),
            (WebApplication _) => { });

        Assert.Equal(expected, await CheckAsync(name, service.Addresses[0].Port));
    }

    [Fact]
    public async Task HealthCheck_OfAnImageInWhichNothingListens_Fails()
    {
        using var nobody = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // taken, so that no other test listens there

        Assert.Equal(1, await CheckAsync("api", ((IPEndPoint)nobody.LocalEndPoint!).Port));
    }

    private static async Task<int> CheckAsync(string name, int port)
    {
        var command = ComposeFile.Read().Services[name].HealthCheck.Skip(1).Select(word => word.Replace("/8000", $"/{port}", StringComparison.Ordinal)).ToList();
        return (await Filter.RunAsync("/usr/bin/env", command, "")).ExitCode;
    }

    private static Task<(int ExitCode, string Output, string Errors)> RunAsync(string script, params string[] arguments) =>
        Filter.RunAsync("/usr/bin/env", ["bash", Path.Combine(ComposeFile.Folder, script), .. arguments], "");

    private static string Read(string folder, string name) => File.ReadAllText(Path.Combine(folder, name));

    private string CopyOfTargets()
    {
        var targets = Directory.CreateDirectory(Path.Combine(_folder.Path, "prometheus/targets")).FullName;
        File.Copy(Path.Combine(ComposeFile.Folder, "prometheus/targets/api.json"), Path.Combine(targets, "api.json"));
        return targets;
    }

    private IEnumerable<string> Settings() => File.ReadAllLines(Path.Combine(_folder.Path, ".env")).Order(StringComparer.Ordinal);

    private static IEnumerable<JsonNode> Groups(string file) => JsonNode.Parse(File.ReadAllText(file))!.AsArray().Select(group => group!);

    private static async Task<IReadOnlyList<JsonNode>> TargetsOfTheAppHostAsync(params string[] replicas)
    {
        using var written = new TemporaryFolder();
        var builder = DistributedApplication.CreateBuilder([]);
        var api = builder.AddExecutable("api", "sh", ".").WithAnnotation(new ScrapeAnnotation(written.Path, "localhost")).Resource;
        await using var app = builder.Build();
        using var writer = new ScrapeTargetWriter(app.ResourceNotifications);
        await writer.StartAsync(CancellationToken.None);

        foreach (var replica in replicas)
        {
            await app.ResourceNotifications.PublishUpdateAsync(api, replica, snapshot => snapshot with
            {
                EnvironmentVariables = [new("ASPNETCORE_URLS", "http://localhost:8000", IsFromSpec: true), new("METRICS_ENDPOINT", "/metrics", IsFromSpec: true)],
            });
        }

        IReadOnlyList<JsonNode> groups = [];
        await Eventually.PassesAsync(
            () =>
            {
                Assert.True(File.Exists(Path.Combine(written.Path, "api.json")), "There is no file of targets.");
                groups = [.. Groups(Path.Combine(written.Path, "api.json"))];
                Assert.Equal(replicas.Length, groups.Count);
                return Task.CompletedTask;
            },
            Deadline);
        await writer.StopAsync(CancellationToken.None);
        return groups;
    }
}
