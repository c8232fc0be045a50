using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Tests.Functional;

/// <summary>Ids, queries, headers and methods that nobody should send.</summary>
public sealed class BadAddressTests(TwoFamilies families) : IClassFixture<TwoFamilies>
{
    private const string Marker = Refusals.Marker;

    private static readonly (string Endpoint, string Person, string Body)[] WithId =
    [
        ("GET /api/users/{id}", "ada", ""), ("GET /api/v1/users/{id}", "ada", ""), ("DELETE /api/v1/users/{id}", "ada", ""),
        ("GET /api/v1/families/{id}", "ada", ""), ("POST /api/v1/families/{id}/invite", "ada", ""), ("POST /api/v1/families/{id}/children", "ada", "child"),
        ("GET /api/v1/chores/{id}", "ada", ""), ("DELETE /api/v1/chores/{id}", "ada", ""),
        ("GET /api/v1/assignments/{id}", "ada", ""), ("POST /api/v1/assignments/{id}/claim", "byron", ""), ("POST /api/v1/assignments/{id}/complete", "byron", ""),
        ("POST /api/v1/assignments/{id}/approve", "ada", "approval"), ("POST /api/v1/assignments/{id}/reject", "ada", "rejection"),
        ("GET /api/v1/gateway/accounts/{id}", "administrator", ""), ("POST /api/v1/gateway/accounts/{id}/grants", "administrator", "grant"),
        ("GET /api/v1/gateway/accounts/{id}/ledger", "administrator", ""), ("POST /api/v1/gateway/accounts/{id}/keys", "administrator", "key"),
        ("GET /api/v1/gateway/accounts/{id}/keys", "administrator", ""), ("POST /api/v1/gateway/keys/{id}/revoke", "administrator", ""),
        ("POST /api/v1/gateway/accounts/{id}/subscription", "administrator", "subscription"), ("POST /api/v1/gateway/accounts/{id}/subscription/change", "administrator", "plan"),
        ("POST /api/v1/gateway/accounts/{id}/subscription/cancel", "administrator", ""),
    ];

    private static readonly string[] NoIds =
    [
        "1", "0", "-1", Marker, "'; DROP TABLE users; --", "1 OR 1=1", "' UNION SELECT * FROM users --", "%", "\u202E😀", "00000000-0000-0000-0000-000000000000", "null", "..", "a/b",
        "{11111111-1111-7111-8111-111111111111}", "11111111111171118111111111111111", "11111111-1111-7111-8111-11111111111", "11111111-1111-7111-8111-1111111111111", "$new", "$new ", Marker + new string('x', 2000),
    ];

    private static readonly string[] Lists =
    [
        "GET /api/v1/chores", "GET /api/v1/assignments", "GET /api/v1/ledger", "GET /api/v1/activities",
        "GET /api/v1/gateway/accounts", "GET /api/v1/gateway/accounts/{id}/ledger", "GET /api/v1/gateway/accounts/{id}/keys",
    ];

    private static readonly string[] NoLimits = ["0", "-1", "101", "2147483647", "2147483648", "1.5", "1e1", "0x1", " ", "1&limit=2", Marker, "1; DROP TABLE users"];
    private static readonly string[] NoCursors = ["1", Marker, "' OR ''='", "{11111111-1111-7111-8111-111111111111}x", "$byron'"];
    private static readonly string[] NoStatuses = ["0", "1", "99", "-1", "pending,completed", "Pending", " pending", "pending ", Marker, "' OR ''='", "pending&status=completed"];

    [Fact]
    public async Task Id_ThatNobodyHas_IsNotFound()
    {
        var refusals = new Refusals(families);
        foreach (var (endpoint, person, body) in WithId)
        {
            foreach (var id in NoIds.Where(id => id is not "..")) // that one is another address before it is sent
            {
                var path = endpoint.Split(' ')[1].Replace("{id}", Uri.EscapeDataString(families.Fill(id)), StringComparison.Ordinal);
                using var content = body.Length == 0 ? null : new StringContent(families.Fill(Bodies.All[body].With()), mediaType: new("application/json"));
                await refusals.SendAsync(endpoint, person, path, content, 404, "There is none with this id that you may see.", id.Length > 60 ? id[..60] : id);
            }
        }

        await refusals.AssertRightAsync();
    }

    [Fact]
    public async Task Query_OutOfItsRange_IsRefusedByName()
    {
        var refusals = new Refusals(families);
        foreach (var list in Lists)
        {
            foreach (var limit in NoLimits)
                await AskAsync(list, "limit", limit);
            foreach (var before in NoCursors.Append("$byron&before=$byron"))
                await AskAsync(list, "before", before);
        }

        foreach (var child in NoCursors.Append("$byron&childId=$byron"))
            await AskAsync("GET /api/v1/ledger", "childId", child);
        foreach (var status in NoStatuses)
            await AskAsync("GET /api/v1/assignments", "status", status);
        await refusals.AssertRightAsync();

        Task AskAsync(string list, string name, string value) => refusals.SendAsync(
            list,
            list.Contains("gateway", StringComparison.Ordinal) ? "administrator" : "ada",
            $"{list.Split(' ')[1].Replace("{id}", "$account", StringComparison.Ordinal)}?{name}={value.Replace(" ", "%20", StringComparison.Ordinal)}",
            content: null, 400, name, $"{name}={value}");
    }

    [Theory]
    [InlineData("/api/v1/assignments?status=pending", 200)]
    [InlineData("/api/v1/assignments?status=completed&limit=100", 200)]
    [InlineData("/api/v1/assignments?status=approved&limit=1&before=ffffffff-ffff-ffff-ffff-ffffffffffff", 200)]
    [InlineData("/api/v1/chores?unknown='%20OR%201=1", 200)]
    [InlineData("/api/v1/ledger?childId=00000000-0000-0000-0000-000000000001", 200)]
    public async Task Query_WithinItsRange_IsAnswered(string path, int status)
    {
        using var response = await families["ada"].GetAsync(path);

        Assert.True(status == (int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("short")]
    [InlineData("")]
    [InlineData("fifteen letters")]
    [InlineData("\"\"")]
    [InlineData("sixteen letters or more, sixteen letters or more, sixteen letters or more, sixteen letters or more, sixteen")]
    public async Task IdempotencyKey_ThatIsNone_IsRefused(string key)
    {
        var refusals = new Refusals(families);
        foreach (var body in Bodies.All.Where(body => body.Key is not ("login" or "refresh" or "key")).Select(body => body.Value)) // no commands
        {
            using var content = new StringContent(families.Fill(body.With()), mediaType: new("application/json"));
            content.Headers.Add("Idempotency-Key", key);
            await refusals.SendAsync(body.Endpoint, body.Person, body.Path, content, 400, "Idempotency-Key", key);
        }

        await refusals.AssertRightAsync();
    }

    [Fact]
    public async Task Method_ThatIsNotThere_IsRefusedWithThoseThatAre()
    {
        var there = families.Api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .GroupBy(endpoint => endpoint.RoutePattern.RawText!.TrimEnd('/'), endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single(), StringComparer.Ordinal)
            .Where(route => !route.Key.StartsWith("/api/v1/users/", StringComparison.Ordinal) && route.Key != "/api/v1/families/join") // such names are ids, too
            .ToDictionary(route => route.Key, route => route.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var refusals = new Refusals(families);
        Assert.NotEmpty(there);

        foreach (var (route, methods) in there)
        {
            foreach (var method in (string[])["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", Marker])
            {
                if (!methods.Contains(method))
                    await refusals.SendAsync($"{method} {route}", "ada", route.Replace("{id}", families.Names["byron"], StringComparison.Ordinal), content: null, 405, "Allow", "a method");
            }
        }

        using var response = await families["ada"].PutAsync("/api/v1/chores", content: null);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET, POST"), (response.StatusCode, string.Join(", ", response.Content.Headers.Allow.Order(StringComparer.Ordinal))));
        await refusals.AssertRightAsync();
    }
}
