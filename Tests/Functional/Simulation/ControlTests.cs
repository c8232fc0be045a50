using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SimulatedProviders;
using Tests.Support;

namespace Tests.Functional.Simulation;

/// <summary>How simulated providers are told what to be, by configuration and while they run.</summary>
public sealed class ControlTests : IAsyncDisposable
{
    private readonly ProvidersHost _providers = ProvidersHost.Start(("Simulation:Providers:swift:Seed", "7"), ("simulation:providers:mine:errorrate", "0.5"));
    private readonly HttpClient _client;

    public ControlTests() => _client = _providers.CreateClient();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _providers.DisposeAsync();
    }

    [Fact]
    public async Task Providers_AtTheStart_AreThreeAndThoseOfTheConfiguration()
    {
        var all = await _client.GetFromJsonAsync<JsonElement>("/simulation");

        Assert.Equal(["swift", "steady", "wobbly", "mine"], all.EnumerateObject().Select(provider => provider.Name));
        Assert.Equal(
            """{"requests":0,"answered":0,"failed":0,"abortedByClient":0,"streamed":0,"open":0}""", all.GetProperty("mine").GetProperty("counts").GetRawText());
        var swift = all.GetProperty("swift").GetProperty("settings");
        Assert.Equal((7, 120, "none"), (swift.GetProperty("seed").GetInt32(), swift.GetProperty("latencyMedian").GetInt32(), swift.GetProperty("outage").GetString()));
        Assert.Equal((0.5, 300.0), ((await _providers.StateOfAsync("mine")).Settings.ErrorRate, (await _providers.StateOfAsync("mine")).Settings.LatencyMedian));
    }

    [Fact]
    public async Task Patch_OfSomeSettings_KeepsTheOthersAndPutGivesThemBack()
    {
        var configured = (await _providers.StateOfAsync("swift")).Settings;

        await SendAsync(HttpMethod.Patch, """{"outage":"stall","requestsPerMinute":3,"tokensPerMinute":9}""");
        await SendAsync(HttpMethod.Patch, """{"errorRate":0.25,"requestsPerMinute":null}""");
        var patched = (await _providers.StateOfAsync("swift")).Settings;
        await SendAsync(HttpMethod.Put, """{"seed":8}""");
        var put = (await _providers.StateOfAsync("swift")).Settings;

        Assert.Equal(configured with { Outage = Outage.Stall, ErrorRate = 0.25, RequestsPerMinute = null, TokensPerMinute = 9 }, patched);
        Assert.Equal(configured with { Seed = 8 }, put);
    }

    [Fact]
    public async Task Put_OfWhatGetSays_ChangesNothing()
    {
        await SendAsync(HttpMethod.Patch, """{"outage":"refuse"}""");
        var settings = await _client.GetStringAsync("/simulation/swift");

        Assert.Contains("\"outage\":\"refuse\"", settings, StringComparison.Ordinal);
        Assert.Equal(settings, await SendAsync(HttpMethod.Put, settings));
    }

    [Theory]
    [InlineData("""{"errorRate":1.5}""", "errorRate", "between 0 and 1")]
    [InlineData("""{"errorRate":"0.5"}""", "errorRate", "not a value")]
    [InlineData("""{"seed":null}""", "seed", "not a value")]
    [InlineData("""{"outage":"fire"}""", "outage", "not a value")]
    [InlineData("""{"outage":2}""", "outage", "not a value")]
    [InlineData("""{"requestsPerMinute":0}""", "requestsPerMinute", "between 1")]
    [InlineData("""{"tokensPerMinute":0}""", "tokensPerMinute", "between 1")]
    [InlineData("""{"latencyMedian":50,"latencyP99":20}""", "latencyP99", "below")]
    [InlineData("""{"outputMedian":500}""", "outputP99", "below")]
    [InlineData("""{"latencyScale":-1}""", "latencyScale", "between 0")]
    [InlineData("""{"speed":9}""", "speed", "There are seed, apiKey,")]
    public async Task Setting_ThatCannotBe_IsNamedAndNothingChanges(string settings, string field, string advice)
    {
        var before = await _client.GetStringAsync("/simulation/swift");

        foreach (var method in new[] { HttpMethod.Patch, HttpMethod.Put })
        {
            var problem = JsonSerializer.Deserialize<JsonElement>(await SendAsync(method, settings, HttpStatusCode.BadRequest));
            var error = Assert.Single(problem.GetProperty("errors").EnumerateObject());
            Assert.Equal(field, error.Name);
            Assert.Contains(advice, error.Value[0].GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(before, await _client.GetStringAsync("/simulation/swift"));
    }

    [Theory]
    [InlineData("swift", "[]", HttpStatusCode.BadRequest)]
    [InlineData("swift", "{", HttpStatusCode.BadRequest)]
    [InlineData("swift", """{"seed":1,"seed":2}""", HttpStatusCode.BadRequest)]
    [InlineData("nobody", "{}", HttpStatusCode.NotFound)]
    public async Task Change_OfNothingThatThereIs_IsAProblem(string provider, string settings, HttpStatusCode status) =>
        Assert.Contains("\"status\":", await SendAsync(HttpMethod.Patch, settings, status, provider), StringComparison.Ordinal);

    [Theory]
    [InlineData("Simulation:Providers:swift:ErrorRate", "2", "Simulation:Providers:swift:ErrorRate cannot be")]
    [InlineData("Simulation:Providers:swift:ErrorRate", "often", "Simulation:Providers:swift:ErrorRate")]
    [InlineData("Simulation:Providers:swift:Outage", "fire", "Simulation:Providers:swift:Outage")]
    [InlineData("Simulation:Providers:swift:Speed", "9", "Speed")]
    public void Configuration_ThatCannotBe_IsNamedBeforeTheStart(string key, string value, string advice)
    {
        var exception = Assert.ThrowsAny<InvalidOperationException>(() => ProvidersHost.Start((key, value)));

        Assert.Contains(advice, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provider_WrittenInAnotherCase_IsFound() =>
        Assert.Equal(0.5, (await _client.GetFromJsonAsync<JsonElement>("/simulation/MINE")).GetProperty("errorRate").GetDouble());

    private async Task<string> SendAsync(HttpMethod method, string settings, HttpStatusCode expected = HttpStatusCode.OK, string provider = "swift")
    {
        using var request = new HttpRequestMessage(method, $"/simulation/{provider}");
        request.Content = new StringContent(settings, mediaType: new("application/json"));
        using var response = await _client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"{response.StatusCode} {body}");
        return body;
    }
}
