using System.Net;
using System.Net.Http.Headers;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Somebody makes an account, logs in and looks at it.</summary>
public sealed class UserJourneyTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task User_AfterSignUp_SeesHimself()
    {
        using var ann = fixture.Api.CreateClient();
        var id = await ann.SignUpAsync();

        using var response = await ann.GetAsync($"/api/users/{id}");

        var user = await response.ReadJsonAsync();
        Assert.Equal(id, user.GetProperty("id").GetString());
        Assert.Equal("Ada", user.GetProperty("name").GetString());
        Assert.EndsWith("@example.com", user.GetProperty("email").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_LooksForAnother_FindsNobody()
    {
        using var ann = fixture.Api.CreateClient();
        using var bob = fixture.Api.CreateClient();
        await ann.SignUpAsync();
        var idOfBob = await bob.SignUpAsync();

        using var response = await ann.GetAsync($"/api/users/{idOfBob}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("00000000-0000-0000-0000-000000000001")]
    [InlineData("'; DROP TABLE users; --")]
    public async Task User_LooksForAnIdThatNobodyHas_FindsNobody(string id)
    {
        using var ann = fixture.Api.CreateClient();
        await ann.SignUpAsync();

        using var response = await ann.GetAsync($"/api/users/{Uri.EscapeDataString(id)}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer forged")]
    [InlineData("Basic YW5uOmFubg==")]
    public async Task Stranger_WithoutAToken_IsTurnedAway(string? authorization)
    {
        using var stranger = fixture.Api.CreateClient();
        if (authorization is not null)
            stranger.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(authorization);

        using var response = await stranger.GetAsync("/api/users/1");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }
}
