using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Every error is problem details, whoever found it.</summary>
public sealed class ProblemTests(ProblemTests.ThrowingApi fixture) : IClassFixture<ProblemTests.ThrowingApi>, IDisposable
{
    private const string Register = "/api/v1/users/register";
    private const string Json = "application/json";

    private readonly HttpClient _client = fixture.Api.CreateClient();

    [Theory]
    [InlineData(404, "GET", "/nowhere")]
    [InlineData(404, "GET", "/api/nowhere")]
    [InlineData(401, "GET", "/api/users/1")]
    [InlineData(405, "PUT", Register)]
    [InlineData(405, "BREW", Register)]
    [InlineData(415, "POST", Register, "text/plain", "x")]
    [InlineData(400, "POST", Register, "application/x-www-form-urlencoded", "email=a")]
    [InlineData(400, "POST", Register, Json, "")]
    [InlineData(400, "POST", Register, Json, "{bad")]
    [InlineData(400, "POST", Register, Json, "null")]
    [InlineData(400, "POST", Register, Json, "[]")]
    [InlineData(400, "POST", Register, Json, """{"email":1}""")]
    [InlineData(400, "POST", Register, Json, "{}")]
    [InlineData(500, "GET", "/throw")]
    public async Task Error_OfAnyKind_IsProblemDetails(int status, string method, string path, string? contentType = null, string? body = null)
    {
        foreach (var accept in (string[])["*/*", Json, "text/html", "image/png"])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
            if (contentType is not null)
                request.Content = new StringContent(body!, Encoding.UTF8, contentType);

            using var response = await _client.SendAsync(request);

            var text = await response.Content.ReadAsStringAsync();
            Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            Assert.Equal(status, JsonSerializer.Deserialize<JsonElement>(text).GetProperty("status").GetInt32());
            Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Body_TooLarge_IsProblemDetails()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Register);
        request.Headers.ExpectContinue = true; // else the server has hung up before all of it is sent
        request.Content = new StringContent(new string('x', 31_000_000), Encoding.UTF8, Json);

        using var response = await _client.SendAsync(request);

        Assert.Equal((413, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Exception_Unexpected_IsLoggedWithItsStackOnce()
    {
        using var response = await _client.GetAsync("/throw");

        var traceId = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("traceId").GetString()!.Split('-')[1];
        var record = Assert.Single(
            fixture.Api.Log.Records, record => record.TryGetProperty("exception.type", out _) && record.GetProperty("trace_id").GetString() == traceId);
        Assert.Contains("secret", record.GetProperty("exception.stacktrace").GetString(), StringComparison.Ordinal);
    }

    public void Dispose() => _client.Dispose();

    public sealed class ThrowingApi : IAsyncLifetime
    {
        internal ApiHost Api { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Api = ApiHost.Start(await (await PostgresServer.Shared).CreateDatabaseAsync(), configure: services => services.AddTransient<IStartupFilter, Thrower>());
            await Api.BecomesHealthyAsync();
        }

        public async Task DisposeAsync() => await Api.DisposeAsync();

        /// <summary>Behind everything that the Api has.</summary>
        private sealed class Thrower : IStartupFilter
        {
            public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
            {
                next(app);
                app.Map("/throw", branch => branch.Run(_ => throw new InvalidOperationException("secret")));
            };
        }
    }
}
