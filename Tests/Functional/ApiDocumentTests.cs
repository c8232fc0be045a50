using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Api.Commands;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Functional;

/// <summary>The description of the Api, and who may use what.</summary>
public sealed class ApiDocumentTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IDisposable
{
    private readonly HttpClient _client = fixture.Api.CreateClient();

    /// <summary>The one list of what needs no sign-in. Whoever adds to it says so here.</summary>
    [Fact]
    public void Endpoints_WithoutSignIn_AreThese()
    {
        var open = from endpoint in fixture.Api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                   where endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || endpoint.Metadata.GetMetadata<IAuthorizeData>() is null
                   select endpoint.RoutePattern.RawText;

        Assert.Equal(
            [
                "/alive", "/api/v1/users/login", "/api/v1/users/refresh", "/api/v1/users/register", "/health", "/metrics", "/metrics/custom", "/openapi/{documentName}.json",
                .. ((string[])["all", "business", "docs", "models", "performance", "providers", "summary", "system"]).Select(name => $"/prometheus/metrics/{name}"),
                "/v1/chat/completions", "/v1/embeddings", "/v1/models", "/v1/models/{id}", // a key of the gateway is looked at where the call is admitted
            ],
            open.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/api/v1/users/register", "post", "201 400 409 413 415 422 503", false)]
    [InlineData("/api/v1/users/login", "post", "200 400 401 413 415 503", false)]
    [InlineData("/api/v1/users/refresh", "post", "200 400 401 413 415 503", false)]
    [InlineData("/api/v1/users/logout", "post", "204 400 401 422 503", true)]
    [InlineData("/api/v1/users/me", "get", "200 401 503", true)]
    [InlineData("/api/v1/users/{id}", "get", "200 401 404 503", true)]
    [InlineData("/api/v1/users/{id}", "delete", "204 400 401 403 404 409 422 503", true)]
    [InlineData("/api/users/{id}", "get", "200 401 404 503", true)]
    [InlineData("/api/v1/families", "post", "201 400 401 403 409 413 415 422 503", true)]
    [InlineData("/api/v1/families/join", "post", "200 400 401 404 409 413 415 422 503", true)]
    [InlineData("/api/v1/families/{id}", "get", "200 401 404 503", true)]
    [InlineData("/api/v1/families/{id}/invite", "post", "200 400 401 403 404 422 503", true)]
    [InlineData("/api/v1/families/{id}/children", "post", "201 400 401 403 404 409 413 415 422 503", true)]
    [InlineData("/api/v1/chores", "post", "201 400 401 403 409 413 415 422 503", true)]
    [InlineData("/api/v1/chores", "get", "200 400 401 409 503", true)]
    [InlineData("/api/v1/chores/{id}", "get", "200 401 404 409 503", true)]
    [InlineData("/api/v1/chores/{id}", "delete", "204 400 401 403 404 409 422 503", true)]
    [InlineData("/api/v1/assignments", "get", "200 400 401 409 503", true)]
    [InlineData("/api/v1/assignments/{id}", "get", "200 401 404 409 503", true)]
    [InlineData("/api/v1/assignments/{id}/claim", "post", "200 400 401 403 404 409 422 503", true)]
    [InlineData("/api/v1/assignments/{id}/complete", "post", "200 400 401 403 404 409 422 503", true)]
    [InlineData("/api/v1/assignments/{id}/approve", "post", "200 400 401 403 404 409 413 415 422 503", true)]
    [InlineData("/api/v1/assignments/{id}/reject", "post", "200 400 401 403 404 409 413 415 422 503", true)]
    [InlineData("/api/v1/adjustments", "post", "201 400 401 403 409 413 415 422 503", true)]
    [InlineData("/api/v1/ledger", "get", "200 400 401 409 503", true)]
    [InlineData("/api/v1/statistics", "get", "200 401 409 503", true)]
    [InlineData("/api/v1/statistics/weeks", "get", "200 401 403 409 503", true)]
    [InlineData("/api/v1/activities", "get", "200 400 401 409 503", true)]
    [InlineData("/prometheus/metrics/summary", "get", "200", false)]
    [InlineData("/prometheus/metrics/all", "get", "200", false)]
    [InlineData("/prometheus/metrics/docs", "get", "200", false)]
    [InlineData("/api/v1/gateway/accounts", "post", "201 400 401 413 415 422 503", true)]
    [InlineData("/api/v1/gateway/accounts", "get", "200 400 401 503", true)]
    [InlineData("/api/v1/gateway/accounts/{id}", "get", "200 401 404 503", true)]
    [InlineData("/api/v1/gateway/accounts/{id}/grants", "post", "201 400 401 404 409 413 415 422 503", true)]
    [InlineData("/api/v1/gateway/accounts/{id}/ledger", "get", "200 400 401 404 503", true)]
    [InlineData("/api/v1/gateway/accounts/{id}/keys", "post", "201 400 401 404 413 415 503", true)]
    [InlineData("/api/v1/gateway/accounts/{id}/keys", "get", "200 400 401 404 503", true)]
    [InlineData("/api/v1/gateway/keys/{id}/revoke", "post", "204 400 401 404 422 503", true)]
    [InlineData("/api/v1/gateway/plans", "get", "200 401 503", true)]
    [InlineData("/api/v1/gateway/accounts/{id}/subscription", "post", "201 400 401 404 409 413 415 422 503", true)]
    [InlineData("/api/v1/gateway/accounts/{id}/subscription/change", "post", "200 400 401 404 409 413 415 422 503", true)]
    [InlineData("/api/v1/gateway/accounts/{id}/subscription/cancel", "post", "200 400 401 404 409 422 503", true)]
    public async Task Document_Operation_NamesEachAnswerAndWhetherASignInIsNeeded(string path, string method, string statuses, bool needsSignIn)
    {
        var document = await _client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var operation = document.GetProperty("paths").GetProperty(path).GetProperty(method);
        Assert.Equal(statuses, string.Join(' ', operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).Order(StringComparer.Ordinal)));
        Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
        Assert.Equal(needsSignIn, operation.TryGetProperty("security", out _));
    }

    [Fact]
    public async Task Document_Operations_OfferAnIdempotencyKeyWhereTheyAreCommands()
    {
        var description = await ApiDescription.ReadAsync(_client);
        var commands = 0;
        foreach (var endpoint in fixture.Api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)))
        {
            var operation = description.Operation($"{endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single()} {endpoint.RoutePattern.RawText!.TrimEnd('/')}");
            var isCommand = endpoint.Metadata.GetMetadata<CommandsModule.Marker>() is not null;
            var headers = Parameters(operation, "header");

            Assert.Equal(isCommand ? ["Idempotency-Key"] : [], headers.Select(header => header.GetProperty("name").GetString()));
            Assert.All(headers, header => Assert.Equal(IdempotencyKey.Description, header.GetProperty("description").GetString()));
            commands += isCommand ? 1 : 0;
        }

        Assert.NotEqual(0, commands);
    }

    [Fact]
    public async Task Document_IdsInPaths_AreUuids()
    {
        var document = await _client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var ids = document.GetProperty("paths").EnumerateObject().Where(path => path.Name.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(path => path.Value.EnumerateObject()).SelectMany(operation => Parameters(operation.Value, "path")).ToList();

        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.Equal("uuid", id.GetProperty("schema").GetProperty("format").GetString()));
    }

    [Fact]
    public async Task Document_Forms_AreASecondTypeOfBodyWhereTheyAreTaken()
    {
        var document = await _client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var forms = from path in document.GetProperty("paths").EnumerateObject()
                    from operation in path.Value.EnumerateObject()
                    where operation.Value.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/x-www-form-urlencoded", out _)
                    select path.Name;

        Assert.Equal(["/api/v1/users/login", "/api/v1/users/register"], forms.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Role", "parent child")]
    [InlineData("ChoreMode", "single multi_independent unassigned")]
    [InlineData("AssignmentStatus", "pending completed approved")]
    [InlineData("AdjustmentType", "bonus penalty")]
    [InlineData("EntryKind", "reward bonus penalty")]
    [InlineData("PlanName", "free pro scale")]
    [InlineData("SubscriptionStatus", "trialing active canceled expired")]
    [InlineData("CreditEntryKind", "grant reservation release expiry charge")]
    public async Task Document_Choice_NamesItsValues(string schema, string values)
    {
        var document = await _client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        Assert.Equal(values, Values(document.GetProperty("components").GetProperty("schemas").GetProperty(schema)));
    }

    [Fact]
    public async Task Document_StatusInTheQuery_NamesItsValues()
    {
        var description = await ApiDescription.ReadAsync(_client);

        var status = Parameters(description.Operation("GET /api/v1/assignments"), "query").Single(parameter => parameter.GetProperty("name").GetString() == "status");

        Assert.Equal("pending completed approved", Values(status.GetProperty("schema")));
    }

    [Theory]
    [InlineData("RegisterRequest", "email", """{"type":["null","string"],"maxLength":256,"minLength":1}""")]
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
    public async Task Document_SchemesOfItsSecurity_AreBearerOfAUserAndOfTheAdministrator()
    {
        var document = await _client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var schemes = document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().ToList();
        Assert.Equal(["Administrator", "BearerToken"], schemes.Select(scheme => scheme.Name).Order(StringComparer.Ordinal));
        Assert.All(schemes, scheme => Assert.Equal("bearer", scheme.Value.GetProperty("scheme").GetString()));
        var secured = from path in document.GetProperty("paths").EnumerateObject()
                      from operation in path.Value.EnumerateObject()
                      where operation.Value.TryGetProperty("security", out _)
                      select (IsOfGateway: path.Name.StartsWith("/api/v1/gateway/", StringComparison.Ordinal), Scheme: operation.Value.GetProperty("security")[0].EnumerateObject().Single().Name);
        Assert.All(secured, operation => Assert.Equal(operation.IsOfGateway ? "Administrator" : "BearerToken", operation.Scheme));
    }

    [Fact]
    public async Task Page_AskedFor_IsThereAndReadsTheDocument()
    {
        using var page = await _client.GetAsync("/swagger/");
        var script = await _client.GetStringAsync("/swagger/index.js");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("/openapi/v1.json", script, StringComparison.Ordinal);
    }

    public void Dispose() => _client.Dispose();

    private static string Values(JsonElement schema) => string.Join(' ', schema.GetProperty("enum").EnumerateArray().Select(value => value.GetString()));

    private static List<JsonElement> Parameters(JsonElement operation, string place) =>
        operation.TryGetProperty("parameters", out var parameters) ? [.. parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == place)] : [];
}
