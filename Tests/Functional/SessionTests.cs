using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Functional;

/// <summary>How long somebody is logged in, and what ends it.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private const string Login = "/api/v1/users/login";
    private const string Refresh = "/api/v1/users/refresh";
    private const string Register = "/api/v1/users/register";
    private const string Logout = "/api/v1/users/logout";
    private const string Me = "/api/v1/users/me";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly ShiftedTime _time = new();
    private string _database = null!;
    private ApiHost _api = null!;
    private HttpClient _client = null!;

    [Fact]
    public async Task AccessToken_AfterAnHour_IsNoGood()
    {
        var tokens = await SignUpAsync();

        _time.Advance(59 * Minute);
        var before = await StatusAsync(_client, tokens.Access);
        _time.Advance(2 * Minute);
        var after = await StatusAsync(_client, tokens.Access);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (before, after));
    }

    [Fact]
    public async Task RefreshToken_UsedInTime_ProlongsTheSession()
    {
        var first = await SignUpAsync();

        _time.Advance(13 * Day);
        var second = await RefreshedAsync(first.Refresh);
        _time.Advance(13 * Day);
        var third = await RefreshedAsync(second.Refresh);

        Assert.Equal(3, new HashSet<string> { first.Access, second.Access, third.Access }.Count);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (await StatusAsync(_client, third.Access), await StatusAsync(_client, second.Access)));
        Assert.Equal(HttpStatusCode.Unauthorized, await RefreshStatusAsync(first.Refresh)); // which is 26 days old
    }

    [Fact]
    public async Task RefreshToken_After14Days_IsNoGood()
    {
        var tokens = await SignUpAsync();

        _time.Advance(14 * Day + Minute);

        Assert.Equal(HttpStatusCode.Unauthorized, await RefreshStatusAsync(tokens.Refresh));
    }

    [Fact]
    public async Task Token_OfTheOtherKind_IsNoGood()
    {
        var tokens = await SignUpAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await RefreshStatusAsync(tokens.Access));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_client, tokens.Refresh));
    }

    [Fact]
    public async Task LogOut_AtOneReplica_EndsTheSessionAtAllAndNoOther()
    {
        await using var second = await StartAsync();
        using var atSecond = second.CreateClient();
        var email = NewEmail();
        var ended = await SignUpAsync(email);
        var other = await LogInAsync(email);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(atSecond, ended.Access)); // which it remembers now

        using var response = await SendAsync(_client, HttpMethod.Post, Logout, ended.Access);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_client, ended.Access));
        Assert.Equal(HttpStatusCode.Unauthorized, await RefreshStatusAsync(ended.Refresh));
        await Eventually.PassesAsync(async () => Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(atSecond, ended.Access)), Deadline);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync(_client, other.Access), await RefreshStatusAsync(other.Refresh)));
    }

    [Fact]
    public async Task Token_ForgedCutOrChanged_IsNoGood()
    {
        var tokens = await SignUpAsync();
        var chance = new Random(5);
        var changed = Enumerable.Range(0, 60).Select(_ => chance.Next(tokens.Access.Length - 1)) // behind the last letter there may be bits that mean nothing
            .Select(place => tokens.Access[..place] + (tokens.Access[place] == 'A' ? 'B' : 'A') + tokens.Access[(place + 1)..]);
        var cut = Enumerable.Range(0, 20).Select(_ => tokens.Access[..chance.Next(1, tokens.Access.Length - 1)]);
        var forged = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"alg":"none"}""")) + ".e30.";

        foreach (var token in changed.Concat(cut).Append(forged).Append("null").Append("{}").Append(tokens.Access + tokens.Access))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_client, token));
            Assert.Equal(HttpStatusCode.Unauthorized, await RefreshStatusAsync(token));
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_client, tokens.Access));
        AssertNoErrors();
    }

    [Fact]
    public async Task Token_OfADatabaseOfItsOwn_IsNoGoodAtAnother()
    {
        await using var stranger = await ApiHost.StartAsync();
        using var atStranger = stranger.CreateClient();
        await atStranger.SignUpAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_client, atStranger.DefaultRequestHeaders.Authorization!.Parameter!));
    }

    [Fact]
    public async Task User_WhoWasDeleted_IsLoggedOutEverywhere()
    {
        var email = NewEmail();
        var (first, second) = (await SignUpAsync(email), await LogInAsync(email));
        var id = (await (await SendAsync(_client, HttpMethod.Get, Me, first.Access)).ReadJsonAsync()).GetProperty("id").GetString();

        using var response = await SendAsync(_client, HttpMethod.Delete, $"/api/v1/users/{id}", first.Access);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        foreach (var tokens in (Tokens[])[first, second])
            Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (await StatusAsync(_client, tokens.Access), await RefreshStatusAsync(tokens.Refresh)));
        Assert.Equal(HttpStatusCode.Unauthorized, await LogInStatusAsync(new { email, password = Household.Password }));
    }

    [Fact]
    public async Task Child_DeletedByAParent_IsLoggedOut()
    {
        using var parent = _api.CreateClient();
        using var child = _api.CreateClient();
        await parent.SignUpAsync();
        var id = await parent.AddChildAsync(await parent.CreateFamilyAsync(), child);
        var username = (await child.GetJsonAsync(Me)).GetProperty("username").GetString()!;
        var tokens = Tokens.Of(await child.LogInAsync(username));

        using var response = await parent.DeleteAsync($"/api/v1/users/{id}");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (await StatusAsync(_client, tokens.Access), await RefreshStatusAsync(tokens.Refresh)));
        Assert.Equal(HttpStatusCode.Unauthorized, await LogInStatusAsync(new { username, password = Household.Password }));
    }

    [Fact]
    public async Task Failures_ByUserNameAndByAddress_AreOfOneAccount()
    {
        var (email, username) = (NewEmail(), $"{Guid.NewGuid():N}");
        await _client.PostAsync(Register, new { email, username, password = Household.Password, name = "Ada" });

        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, await LogInStatusAsync(new { email, password = "wrong password" }));
        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, await LogInStatusAsync(new { username, password = "wrong password" }));

        Assert.Equal(HttpStatusCode.Unauthorized, await LogInStatusAsync(new { email, password = Household.Password }));
        Assert.Equal(HttpStatusCode.Unauthorized, await LogInStatusAsync(new { username, password = Household.Password }));
        await AssertLoginsAsync(parents: 0, children: 0, unknown: 0, wrong: 5, locked: 2);
    }

    [Fact]
    public async Task LogIns_OfBothRolesAndOfNobody_AreCountedOnceEach()
    {
        using var parent = _api.CreateClient();
        using var child = _api.CreateClient();
        await parent.SignUpAsync(); // one log-in
        await parent.AddChildAsync(await parent.CreateFamilyAsync(), child); // and one of the child
        var username = (await child.GetJsonAsync(Me)).GetProperty("username").GetString()!;
        var tokens = Tokens.Of(await child.LogInAsync(username));

        await RefreshedAsync(tokens.Refresh); // is no log-in
        await LogInStatusAsync(new { username, password = "wrong password" });
        await LogInStatusAsync(new { username = "nobody", password = Household.Password });
        await LogInStatusAsync(new { email = "nobody@example.com", password = Household.Password });
        await LogInStatusAsync(new { password = Household.Password }); // is no attempt

        await AssertLoginsAsync(parents: 1, children: 2, unknown: 2, wrong: 1, locked: 0);
    }

    [Fact]
    public async Task LogIn_ByUserNameOrAddressInAnyCaseAndAsAForm_IsTheSameUser()
    {
        var (email, username) = (NewEmail(), $"ada-{Guid.NewGuid():N}");
        var id = (await FormAsync(Register, ("email", email), ("username", username), ("password", Household.Password), ("name", "Ada Ü 🧹"), ("role", "child"))).GetProperty("id").GetString();

        foreach (var (field, value) in ((string, string)[])[("email", email), ("email", email.ToUpperInvariant()), ("username", username), ("username", username.ToUpperInvariant()), ("username", email)])
        {
            var byForm = await FormAsync(Login, (field, value), ("password", Household.Password));
            var byJson = await _client.PostAsync(Login, new Dictionary<string, string>(StringComparer.Ordinal) { [field] = value, ["password"] = Household.Password });
            foreach (var tokens in (JsonElement[])[byForm, byJson])
            {
                var me = await (await SendAsync(_client, HttpMethod.Get, Me, Tokens.Of(tokens).Access)).ReadJsonAsync();
                Assert.Equal((id, "Ada Ü 🧹", "child"), (me.GetProperty("id").GetString(), me.GetProperty("name").GetString(), me.GetProperty("role").GetString()));
            }
        }
    }

    [Fact]
    public async Task Registration_WithWhatSomebodyElseHas_IsRefused()
    {
        var (email, username) = (NewEmail(), $"ada-{Guid.NewGuid():N}");
        await _client.PostAsync(Register, new { email, username, password = Household.Password, name = "Ada" });

        var statuses = new List<HttpStatusCode>();
        object[] all =
        [
            new { email, username = "byron-1", password = Household.Password, name = "Byron", role = "child" },
            new { email = email.ToUpperInvariant(), password = Household.Password, name = "Byron", role = "child" },
            new { username, password = Household.Password, name = "Byron", role = "child" },
            new { email = NewEmail(), username = username.ToUpperInvariant(), password = Household.Password, name = "Byron" },
            new { username = email, password = Household.Password, name = "Byron", role = "child" },
        ];
        foreach (var taken in all)
        {
            using var response = await _client.PostAsJsonAsync(Register, taken);
            statuses.Add(response.StatusCode);
        }

        Assert.Equal([HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.BadRequest], statuses);
        Assert.Equal(1L, await PostgresServer.ExecuteAsync(_database, "SELECT count(*) FROM users"));
    }

    [Fact]
    public async Task Session_FromSignUpToLogOut_LeavesNoSecretInTheLog()
    {
        const string Wrong = "wrong-secret-password";
        var email = NewEmail();
        var first = await SignUpAsync(email);
        await LogInStatusAsync(new { email, password = Wrong });
        var second = await RefreshedAsync(first.Refresh);
        await RefreshStatusAsync(second.Access);
        await StatusAsync(_client, second.Refresh);
        (await SendAsync(_client, HttpMethod.Post, Logout, second.Access)).Dispose();
        await RefreshStatusAsync(second.Refresh);

        var log = _api.Log.Text;
        Assert.NotEmpty(_api.Log.Requests);
        Assert.All((string[])[Household.Password, Wrong, first.Access, first.Refresh, second.Access, second.Refresh], secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal));
        AssertNoErrors();
    }

    public async Task InitializeAsync()
    {
        _database = await (await PostgresServer.Shared).CreateDatabaseAsync();
        _api = await StartAsync();
        _client = _api.CreateClient();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
    }

    private static string NewEmail() => $"{Guid.NewGuid():N}@example.com";

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string token)
    {
        using var response = await SendAsync(client, HttpMethod.Get, Me, token);
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string token)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        return await client.SendAsync(request);
    }

    private async Task<ApiHost> StartAsync()
    {
        var api = ApiHost.Start(_database, configure: services => services.AddSingleton<TimeProvider>(_time));
        await api.BecomesHealthyAsync();
        return api;
    }

    private async Task<Tokens> SignUpAsync(string? email = null)
    {
        email ??= NewEmail();
        await _client.PostAsync(Register, new { email, password = Household.Password, name = "Ada" });
        return await LogInAsync(email);
    }

    private async Task<Tokens> LogInAsync(string email) => Tokens.Of(await _client.PostAsync(Login, new { email, password = Household.Password }));

    private async Task<HttpStatusCode> LogInStatusAsync(object body)
    {
        using var response = await _client.PostAsJsonAsync(Login, body);
        return response.StatusCode;
    }

    private async Task<Tokens> RefreshedAsync(string refreshToken) => Tokens.Of(await _client.PostAsync(Refresh, new { refreshToken }));

    private async Task<HttpStatusCode> RefreshStatusAsync(string refreshToken)
    {
        using var response = await _client.PostAsJsonAsync(Refresh, new { refreshToken });
        return response.StatusCode;
    }

    private async Task<JsonElement> FormAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await _client.PostAsync(path, content);
        return await response.ReadJsonAsync();
    }

    private async Task AssertLoginsAsync(double parents, double children, double unknown, double wrong, double locked)
    {
        var text = await _client.GetStringAsync("/metrics");
        Assert.Equal((parents, children), (ScrapedText.Value(text, "user_logins_total{role=\"parent\"}"), ScrapedText.Value(text, "user_logins_total{role=\"child\"}")));
        Assert.Equal(
            (unknown, wrong, locked),
            (ScrapedText.Value(text, "user_login_failures_total{reason=\"unknown_user\"}"), ScrapedText.Value(text, "user_login_failures_total{reason=\"wrong_password\"}"),
                ScrapedText.Value(text, "user_login_failures_total{reason=\"locked_out\"}")));
        Assert.Equal(parents + children, ScrapedText.Sum(text, "user_logins_total{"));
        Assert.Equal(unknown + wrong + locked, ScrapedText.Sum(text, "user_login_failures_total{"));
    }

    private void AssertNoErrors() => Assert.DoesNotContain(_api.Log.Records, record => record.GetProperty("level").GetString() is "ERROR" or "CRITICAL");

    private sealed record Tokens(string Access, string Refresh)
    {
        public static Tokens Of(JsonElement answer) => new(answer.GetProperty("accessToken").GetString()!, answer.GetProperty("refreshToken").GetString()!);
    }
}
