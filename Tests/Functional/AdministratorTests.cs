using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Tests.Support;

namespace Tests.Functional;

/// <summary>The administrator of the gateway is whoever has the key, and nobody else.</summary>
public sealed class AdministratorTests(TwoFamilies families) : IClassFixture<TwoFamilies>
{
    [Theory]
    [InlineData("Bearer the administrator of the tests", HttpStatusCode.OK)]
    [InlineData("bearer the administrator of the tests ", HttpStatusCode.OK)]
    [InlineData("Bearer the administrator of the test", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer the administrator of the tests!", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer The administrator of the tests", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer ", HttpStatusCode.Unauthorized)]
    [InlineData("Basic the administrator of the tests", HttpStatusCode.Unauthorized)]
    [InlineData("the administrator of the tests", HttpStatusCode.Unauthorized)]
    public async Task Accounts_AskedForWithAToken_AreTheAdministrators(string authorization, HttpStatusCode expected)
    {
        using var client = families.Api.CreateClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        using var response = await client.GetAsync(GatewayHost.Accounts);

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.Unauthorized)
        {
            Assert.Contains("key of the gateway", await response.ReadProblemAsync(), StringComparison.Ordinal);
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        }
    }

    [Theory]
    [InlineData("/api/v1/users/me")]
    [InlineData("/api/v1/chores")]
    [InlineData("/api/v1/ledger")]
    public async Task Household_AskedForWithTheAdministratorsKey_IsNotShown(string path)
    {
        using var response = await families["administrator"].GetAsync(path);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Accounts_WithoutAnAdministrator_AreNobodys()
    {
        await using var api = await ApiHost.StartAsync(("Gateway:AdministratorKey", ""));
        using var client = api.CreateClient();

        foreach (var authorization in (AuthenticationHeaderValue?[])[null, new("Bearer"), new("Bearer", GatewayHost.AdministratorKey)])
        {
            client.DefaultRequestHeaders.Authorization = authorization;
            using var response = await client.GetAsync(GatewayHost.Accounts);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            var problem = JsonSerializer.Deserialize<JsonElement>(await response.ReadProblemAsync());
            Assert.Equal("No administrator key is configured: set Gateway:AdministratorKey.", problem.GetProperty("detail").GetString());
        }
    }
}
