using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Api.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Who gets in, and what those who do not can learn.</summary>
public sealed class LoginTests : IAsyncLifetime
{
    private const string Password = "correct horse battery";
    private const int AttemptsBeforeLockout = 5;

    private readonly CountingHasher _hasher = new();
    private string _database = null!;
    private ApiHost _api = null!;
    private HttpClient _client = null!;

    [Fact]
    public async Task Login_RightPassword_GivesATokenForAnHour()
    {
        var email = await RegisterAsync();

        using var response = await LoginAsync(email, Password);

        var token = await response.ReadJsonAsync();
        Assert.Equal("Bearer", token.GetProperty("tokenType").GetString());
        Assert.Equal(3600, token.GetProperty("expiresIn").GetInt32());
    }

    [Fact]
    public async Task Login_WrongPasswordUnknownAddressOrLockedAccount_GetTheSameAnswer()
    {
        var locked = await RegisterAsync();
        await FailAsync(locked, AttemptsBeforeLockout);

        var ofWrongPassword = await RefusalAsync(await RegisterAsync(), "wrong password");
        var ofUnknownAddress = await RefusalAsync("nobody@example.org", Password);
        var ofLockedAccount = await RefusalAsync(locked, Password);

        Assert.Equal(ofWrongPassword, ofUnknownAddress);
        Assert.Equal(ofWrongPassword, ofLockedAccount);
    }

    [Fact]
    public async Task Login_RefusedForAnyReason_VerifiesOnePassword()
    {
        var locked = await RegisterAsync();
        await FailAsync(locked, AttemptsBeforeLockout);
        string[] refused = ["nobody@example.org", await RegisterAsync(), locked];

        // Hashing takes many times as long as all the rest: one more or less would tell the three apart.
        foreach (var email in refused)
        {
            var before = _hasher.Verified;
            await RefusalAsync(email, "wrong password");
            Assert.Equal(before + 1, _hasher.Verified);
        }
    }

    [Fact]
    public async Task Login_OneFailureFewerThanLockOut_StillLetsIn()
    {
        var email = await RegisterAsync();
        await FailAsync(email, AttemptsBeforeLockout - 1);

        using var response = await LoginAsync(email, Password);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Login_ManyPasswordsTriedAtOnce_HaveNoMoreAttemptsThanOneAfterTheOther()
    {
        const int Tried = 30;
        var email = await RegisterAsync();

        await Task.WhenAll(Enumerable.Range(0, Tried).Select(_ => RefusalAsync(email, "wrong password")));

        var metrics = await _client.GetStringAsync("/metrics");
        Assert.Equal(AttemptsBeforeLockout, ScrapedText.Value(metrics, """user_login_failures_total{reason="wrong_password"}"""));
        Assert.Equal(Tried - AttemptsBeforeLockout, ScrapedText.Value(metrics, """user_login_failures_total{reason="locked_out"}"""));
        await RefusalAsync(email, Password);
    }

    [Fact]
    public async Task Login_AfterTheLockOut_LetsInAgain()
    {
        var email = await RegisterAsync();
        await FailAsync(email, AttemptsBeforeLockout);

        await PostgresServer.ExecuteAsync(_database, $"""UPDATE users SET "LockoutEnd" = "LockoutEnd" - interval '5 minutes' WHERE "Email" = '{email}'""");

        using var response = await LoginAsync(email, Password);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Login_AnyOutcome_LeavesNoSecretInTheLog()
    {
        var email = await RegisterAsync();
        using var response = await LoginAsync(email, Password);
        var token = (await response.ReadJsonAsync()).GetProperty("accessToken").GetString()!;
        await FailAsync(email, 1);

        Assert.NotEmpty(_api.Log.Requests);
        Assert.DoesNotContain(Password, _api.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, _api.Log.Text, StringComparison.Ordinal);
    }

    public async Task InitializeAsync()
    {
        _database = await (await PostgresServer.Shared).CreateDatabaseAsync();
        _api = ApiHost.Start(_database, configure: services => services.AddSingleton<IPasswordHasher<User>>(_hasher));
        await _api.BecomesHealthyAsync();
        _client = _api.CreateClient();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
    }

    private async Task<string> RegisterAsync()
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        using var response = await _client.PostAsJsonAsync("/api/v1/users/register", new { email, password = Password, name = "Ann" });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return email;
    }

    private Task<HttpResponseMessage> LoginAsync(string email, string password) => _client.PostAsJsonAsync("/api/v1/users/login", new { email, password });

    private async Task FailAsync(string email, int times)
    {
        for (var i = 0; i < times; i++)
            await RefusalAsync(email, "wrong password");
    }

    private async Task<string> RefusalAsync(string email, string password)
    {
        using var response = await LoginAsync(email, password);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!;
    }

    /// <summary>Counts what the real hasher does.</summary>
    private sealed class CountingHasher : PasswordHasher<User>
    {
        public int Verified { get; private set; }

        public override PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
        {
            Verified++;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
