using System.Text.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Hosting;
using Tests.Support;

namespace Tests.AppModel;

/// <summary>The file of targets that Prometheus reads, as replicas come, die and come back.</summary>
public sealed class ScrapeTargetTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder _folder = new();
    private readonly IResource _api;
    private readonly DistributedApplication _app;
    private readonly ScrapeTargetWriter _writer;

    public ScrapeTargetTests()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        _api = builder.AddExecutable("api", "sh", ".").WithAnnotation(new ScrapeAnnotation(_folder.Path, "localhost")).Resource;
        _app = builder.Build();
        _writer = new ScrapeTargetWriter(_app.ResourceNotifications);
    }

    public Task InitializeAsync() => _writer.StartAsync(CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _writer.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Targets_OfTwoReplicas_AreTheirOwnAddresses()
    {
        await ReportFirstAsync();
        await ReportAsync("api-y", "https://localhost:40003;http://localhost:40002", "/telemetry");

        await TargetsAreAsync(
            """
            [
              {"targets":["localhost:40001"],"labels":{"service":"api","instance":"api-1","__metrics_path__":"/metrics"}},
              {"targets":["localhost:40002"],"labels":{"service":"api","instance":"api-2","__metrics_path__":"/telemetry"}}
            ]
            """);
    }

    [Fact]
    public async Task Target_OfAReplicaThatComesBack_IsItsNewAddressUnderItsOldName()
    {
        await ReportFirstAsync();
        await ReportAsync("api-y", "http://localhost:40002", "/metrics");
        await ReportAsync("api-x", urls: null, path: null);
        await ReportAsync("api-x", "http://localhost:40009", "/metrics");

        await TargetsAreAsync(
            """
            [
              {"targets":["localhost:40009"],"labels":{"service":"api","instance":"api-1","__metrics_path__":"/metrics"}},
              {"targets":["localhost:40002"],"labels":{"service":"api","instance":"api-2","__metrics_path__":"/metrics"}}
            ]
            """);
    }

    private async Task ReportFirstAsync()
    {
        await ReportAsync("api-x", "http://localhost:40001", "/metrics");
        await TargetsAreAsync("""[{"targets":["localhost:40001"],"labels":{"service":"api","instance":"api-1","__metrics_path__":"/metrics"}}]""");
    }

    private Task ReportAsync(string replica, string? urls, string? path) =>
        _app.ResourceNotifications.PublishUpdateAsync(_api, replica, snapshot => snapshot with
        {
            EnvironmentVariables = urls is null
                ? []
                : [new("ASPNETCORE_URLS", urls, IsFromSpec: true), new("METRICS_ENDPOINT", path, IsFromSpec: true)],
        });

    private Task TargetsAreAsync(string expected) => Eventually.PassesAsync(
        async () =>
        {
            var file = Path.Combine(_folder.Path, "api.json");
            Assert.True(File.Exists(file), "There is no file of targets.");

            var actual = JsonNode.Parse(await File.ReadAllTextAsync(file));
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual?.ToJsonString(JsonSerializerOptions.Web));
        },
        Deadline);
}
