using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Functional;

/// <summary>The description of the Api, and who may use what.</summary>
public sealed class ApiDocumentTests : IAsyncLifetime
{
    private ApiHost _api = null!;
    private HttpClient _client = null!;

    /// <summary>The one list of what needs no sign-in. Whoever adds to it says so here.</summary>
    [Fact]
    public void Endpoints_WithoutSignIn_AreThese()
    {
        var open = from endpoint in _api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                   where endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || endpoint.Metadata.GetMetadata<IAuthorizeData>() is null
                   select endpoint.RoutePattern.RawText;

        Assert.Equal(
            ["/alive", "/api/v1/users/login", "/api/v1/users/register", "/health", "/metrics", "/openapi/{documentName}.json"],
            open.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/api/v1/users/register", "post", "201 400 409 503", false)]
    [InlineData("/api/v1/users/login", "post", "200 400 401 503", false)]
    [InlineData("/api/users/{id}", "get", "200 401 404 503", true)]
    public async Task Document_Operation_NamesEachAnswerAndWhetherASignInIsNeeded(string path, string method, string statuses, bool needsSignIn)
    {
        var document = await _client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var operation = document.GetProperty("paths").GetProperty(path).GetProperty(method);
        Assert.Equal(statuses, string.Join(' ', operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).Order(StringComparer.Ordinal)));
        Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
        Assert.Equal(needsSignIn, operation.TryGetProperty("security", out _));
    }

    [Theory]
    [InlineData("RegisterRequest", "email", """{"type":"string","maxLength":256,"minLength":1}""")]
    [InlineData("RegisterRequest", "password", """{"type":"string","maxLength":128,"minLength":10}""")]
    [InlineData("RegisterRequest", "name", """{"type":"string","maxLength":100,"minLength":1}""")]
    [InlineData("AccessTokenResponse", "expiresIn", """{"type":"integer","format":"int64"}""")]
    public async Task Document_Field_TellsItsTypeAndLimits(string schema, string field, string expected)
    {
        var document = await _client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var actual = document.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties").GetProperty(field);
        Assert.True(JsonElement.DeepEquals(JsonSerializer.Deserialize<JsonElement>(expected), actual), actual.GetRawText());
    }

    [Fact]
    public async Task Document_SchemeOfItsSecurity_IsBearer()
    {
        var document = await _client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var scheme = Assert.Single(document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject());
        Assert.Equal("bearer", scheme.Value.GetProperty("scheme").GetString());
    }

    [Fact]
    public async Task Page_AskedFor_IsThereAndReadsTheDocument()
    {
        using var page = await _client.GetAsync("/swagger/");
        var script = await _client.GetStringAsync("/swagger/index.js");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("/openapi/v1.json", script, StringComparison.Ordinal);
    }

    public async Task InitializeAsync()
    {
        _api = await ApiHost.StartAsync();
        _client = _api.CreateClient();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
    }
}
