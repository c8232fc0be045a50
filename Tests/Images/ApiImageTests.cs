using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tests.Support;

namespace Tests.Images;

/// <summary>The image runs as production would run it, says which build it is, and ends when it is asked to.</summary>
public sealed class ApiImageTests(ApiImage image) : IClassFixture<ApiImage>
{
    private const string Ada = """{"email":"ada@example.com","password":"correct-Horse-7-battery","name":"Ada"}""";
    private const string Register = "/api/v1/users/register";
    private const string AppUser = "1654";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [ContainerFact]
    public void Image_SaysWhichBuildItIsAndHowItRuns()
    {
        Assert.Equal(["latest", Label("version")], image.Tags.OrderDescending(StringComparer.Ordinal));
        Assert.Matches("^[0-9a-f]{40}$", Label("revision"));
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T", Label("created"));
        Assert.Equal(AppUser, image.Config.GetProperty("User").GetString());
        Assert.Equal("8000/tcp", Assert.Single(image.Config.GetProperty("ExposedPorts").EnumerateObject()).Name);
        var environment = image.Config.GetProperty("Env").EnumerateArray().Select(variable => variable.GetString()).ToList();
        Assert.Contains("ASPNETCORE_HTTP_PORTS=8000", environment);
        Assert.Contains("OTEL_SERVICE_NAME=api", environment);
    }

    [ContainerFact]
    public async Task Container_WithoutRightsAndWithNothingToWriteTo_ServesAndIsScraped()
    {
        using var api = await image.RunAsync();
        await using var prometheus = await PrometheusServer.StartAsync(api.Client.BaseAddress!);

        using var answer = await api.Client.PostAsJsonAsync(Register, JsonSerializer.Deserialize<JsonElement>(Ada));
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync() + await api.LogAsync());

        await Eventually.PassesAsync(
            async () => Assert.Equal(1, await prometheus.Client.QueryOneAsync($$"""build_info{version="{{Label("version")}}",revision="{{Label("revision")}}"}""")), Deadline);
        await Eventually.PassesAsync(
            async () => Assert.Equal(1, await prometheus.Client.QueryOneAsync($$"""sum(http_requests_total{endpoint="{{Register}}",status="201"})""")), Deadline);
        var status = await File.ReadAllLinesAsync($"/proc/{api.ProcessId}/status");
        Assert.Contains(status, line => line.Split('\t') is ["Uid:", AppUser, AppUser, AppUser, AppUser]);
        Assert.Contains(status, line => line.Split('\t') is ["CapEff:", "0000000000000000"]);
        foreach (var folder in (string[])["", "tmp", "app", "home/app"])
            await Assert.ThrowsAnyAsync<IOException>(() => File.WriteAllTextAsync($"/proc/{api.ProcessId}/root/{folder}/file", "")); // which root itself cannot
    }

    [ContainerFact]
    public async Task Container_StoppedWithARequestInFlight_AnswersItAndEndsByItself()
    {
        using var api = await image.RunAsync(("Shutdown__Drain", "00:00:02"));
        using var request = await HeldRequest.PostAsync(new Uri(api.Client.BaseAddress!, Register), Ada);

        var stop = api.StopAsync(grace: Deadline);
        await Eventually.PassesAsync(async () => Assert.Equal(HttpStatusCode.ServiceUnavailable, await HealthAsync(api)), Deadline);
        using var answer = await request.ReleaseAsync();

        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync() + await api.LogAsync());
        Assert.Equal(0, await stop);
        Assert.Contains("\"status_code\":201", await api.LogAsync(), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> HealthAsync(ApiContainer api)
    {
        using var health = await api.Client.GetAsync("/health");
        return health.StatusCode;
    }

    private string Label(string name) => image.Config.GetProperty("Labels").GetProperty($"org.opencontainers.image.{name}").GetString()!;
}
