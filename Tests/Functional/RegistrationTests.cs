using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tests.Support;

namespace Tests.Functional;

/// <summary>What makes an account, and what does not.</summary>
public sealed class RegistrationTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IDisposable
{
    private const string Route = "/api/v1/users/register";
    private const string Password = "correct horse battery";

    private readonly HttpClient _client = fixture.Api.CreateClient();

    [Fact]
    public async Task Register_NewAddress_TellsWhereTheUserIs()
    {
        using var response = await _client.PostAsJsonAsync(Route, new { email = "ann@example.org", password = Password, name = "Ann" });

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var user = await response.ReadJsonAsync();
        Assert.Equal($"/api/v1/users/{user.GetProperty("id").GetString()}", response.Headers.Location?.ToString());
        Assert.False(user.TryGetProperty("passwordHash", out _));
    }

    [Theory]
    [InlineData("Email", null, Password, "Ann")]
    [InlineData("Email", "", Password, "Ann")]
    [InlineData("Email", "no address", Password, "Ann")]
    [InlineData("Email", "two@at@signs", Password, "Ann")]
    [InlineData("Password", "p1@example.org", null, "Ann")]
    [InlineData("Password", "p2@example.org", "too short", "Ann")]
    [InlineData("Password", "p3@example.org", "aaaaaaaaaaaaaa", "Ann")]
    [InlineData("Name", "n1@example.org", Password, null)]
    [InlineData("Name", "n2@example.org", Password, "  ")]
    public async Task Register_BadField_IsNamedInTheAnswer(string field, string? email, string? password, string? name)
    {
        using var response = await _client.PostAsJsonAsync(Route, new { email, password, name });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task Register_TextsBeyondEveryLimit_AreRefused()
    {
        var endless = new string('x', 1000);

        using var response = await _client.PostAsJsonAsync(Route, new { email = endless + "@example.org", password = endless, name = endless });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(3, problem.GetProperty("errors").EnumerateObject().Count());
    }

    [Theory]
    [InlineData("nul\0@example.org", "Ann")]
    [InlineData("nul@example.org", "A\0nn")]
    public async Task Register_CharacterThatCannotBeStored_IsRefused(string email, string name)
    {
        using var response = await _client.PostAsJsonAsync(Route, new { email, password = Password, name });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Register_AddressInAnotherCase_IsTaken()
    {
        using var first = await _client.PostAsJsonAsync(Route, new { email = "Case@Example.org", password = Password, name = "Ann" });
        using var second = await _client.PostAsJsonAsync(Route, new { email = "case@example.ORG", password = Password, name = "Bob" });

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public async Task Register_OneAddressManyTimesAtOnce_MakesOneAccount()
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var response = await _client.PostAsJsonAsync(Route, new { email = "race@example.org", password = Password, name = "Ann" });
            return response.StatusCode;
        }));

        Assert.Single(statuses, HttpStatusCode.Created);
        Assert.Equal(19, statuses.Count(status => status == HttpStatusCode.Conflict));
    }

    public void Dispose() => _client.Dispose();
}
