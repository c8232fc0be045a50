using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tests.Support;
using Tests.Support.Otlp;

namespace Tests.Functional;

/// <summary>What the viewer's server gives to a browser, and what it keeps.</summary>
public sealed class ViewerServerTests(ViewerServerTests.Server server) : IClassFixture<ViewerServerTests.Server>
{
    [Fact]
    public async Task Dashboards_OfTheFolder_AreListedAndGivenAsTheyAre()
    {
        var list = await server.Client.GetFromJsonAsync<JsonElement>("/api/dashboards");

        Assert.Equal(["overview Start", "broken broken", "rooms Rooms"], list.EnumerateArray().Select(each => $"{each.GetProperty("uid")} {each.GetProperty("title")}"));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(server.Folder, "rooms.json")), await server.Client.GetStringAsync("/api/dashboards/rooms"));
    }

    [Theory]
    [InlineData("/api/dashboards/nowhere")]
    [InlineData("/api/dashboards/..%2F..%2Fetc%2Fpasswd")]
    [InlineData("/api/dashboards/%2Fetc%2Fpasswd")]
    [InlineData("/js/..%2F..%2FViewer.dll")]
    [InlineData("/Viewer.dll")]
    [InlineData("/api/v1/status/config")]
    [InlineData("/api/v1/admin/tsdb/delete_series")]
    [InlineData("/api/v1/label/a.b%2F../values")]
    public async Task Address_OfWhatIsNotForBrowsers_IsNotFound(string address)
    {
        using var response = await server.Client.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/js/main.js")]
    [InlineData("/api/dashboards/rooms")]
    [InlineData("/api/v1/query")]
    [InlineData("/api/v1/series")]
    [InlineData("/api/logs")]
    public async Task Request_ThatWouldChangeSomething_IsRefused(string address)
    {
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete })
        {
            using var response = await server.Client.SendAsync(new HttpRequestMessage(method, address));
            Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("/api/v1/query_range?query=a%2Bb&start=1&end=2&step=5", "/api/v1/query_range?query=a%2Bb&start=1&end=2&step=5")]
    [InlineData("/api/v1/query_exemplars?query=up&timeout=1d&start=1", "/api/v1/query_exemplars?query=up&start=1")]
    [InlineData("/api/v1/series?match[]=up&match[]=down&limit=1", "/api/v1/series?match%5B%5D=up&match%5B%5D=down")]
    [InlineData("/api/v1/label/service/values?x=1", "/api/v1/label/service/values")]
    public async Task Question_ToPrometheus_HasTheParametersThatAreKnownAndItsAnswer(string address, string expected)
    {
        using var response = await server.Client.GetAsync(address);

        Assert.Equal((HttpStatusCode)418, response.StatusCode);
        Assert.Equal(expected, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("asked").GetString());
    }

    [Fact]
    public async Task Redirect_OfPrometheus_IsNotFollowed()
    {
        using var response = await server.Client.GetAsync("/api/v1/query?query=up");

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Null(response.Headers.Location);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.BadGateway, "Prometheus does not answer")]
    [InlineData("", HttpStatusCode.GatewayTimeout, "Prometheus is too slow")]
    public async Task Prometheus_GoneOrHanging_IsAProblemThatSaysSo(string? answer, HttpStatusCode status, string title)
    {
        await using var prometheus = new FaultyServer(answer);
        await using var viewer = ViewerHost.Start(new Uri(prometheus.Url), server.Folder);
        using var client = new HttpClient { BaseAddress = viewer.Address };

        using var response = await client.GetAsync("/api/v1/query?query=up");

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(title, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("title").GetString());
    }

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/d/rooms/any-words?from=now-1h", "text/html")]
    [InlineData("/js/main.js", "text/javascript")]
    [InlineData("/lib/uPlot.esm.js", "text/javascript")]
    [InlineData("/css/page.css", "text/css")]
    [InlineData("/icon.svg", "image/svg+xml")]
    [InlineData("/nowhere", null)]
    public async Task Answer_Always_ForbidsScriptsOfOthersAndFrames(string address, string? type)
    {
        using var response = await server.Client.GetAsync(address);

        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.All(["default-src 'none'", "script-src 'self';", "frame-ancestors 'none'"], part => Assert.Contains(part, policy, StringComparison.Ordinal));
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
    }

    /// <summary>A viewer of three files, before a server that says what it was asked for.</summary>
    public sealed class Server : IAsyncLifetime, IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private SmallService _prometheus = null!;
        private ViewerHost _viewer = null!;

        public HttpClient Client { get; private set; } = null!;

        public string Folder => _folder.Path;

        public async Task InitializeAsync()
        {
            await File.WriteAllTextAsync(Path.Combine(Folder, "rooms.json"), """{"uid":"other","title":"Rooms","tags":["house"]}""");
            await File.WriteAllTextAsync(Path.Combine(Folder, "overview.json"), """{"title":"Start"}""");
            await File.WriteAllTextAsync(Path.Combine(Folder, "broken.json"), "{");
            _prometheus = await SmallService.StartAsync(app =>
            {
                app.MapGet("/api/v1/{**path}", (HttpRequest request) => Results.Json(new { Asked = $"{request.Path}{request.QueryString}" }, statusCode: StatusCodes.Status418ImATeapot));
                app.MapGet("/api/v1/query", () => Results.Redirect("http://example.com/"));
            });
            _viewer = ViewerHost.Start(_prometheus.Addresses[0], Folder);
            Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _viewer.Address };
        }

        public async Task DisposeAsync()
        {
            Client.Dispose();
            await _viewer.DisposeAsync();
            await _prometheus.DisposeAsync();
        }

        public void Dispose() => _folder.Dispose();
    }
}
