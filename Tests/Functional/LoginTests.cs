using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Who gets in, and what those who do not can learn.</summary>
public sealed class LoginTests : IAsyncLifetime
{
    private const string Password = "correct horse battery";
    private const int AttemptsBeforeLockout = 5;

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
    public async Task Login_UnknownAddress_TakesAsLongAsAWrongPassword()
    {
        var email = await RegisterAsync();
        await RefusalAsync("nobody@example.org", "wrong password"); // the first one of all is slower

        var ofUnknownAddress = await FastestRefusalAsync("nobody@example.org");
        var ofWrongPassword = await FastestRefusalAsync(email);

        // Hashing takes many times as long as all the rest.
        Assert.InRange(ofUnknownAddress, ofWrongPassword / 3, ofWrongPassword * 3);
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
        _api = await ApiHost.StartAsync(_database);
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

    private async Task<TimeSpan> FastestRefusalAsync(string email)
    {
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < AttemptsBeforeLockout - 1; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await RefusalAsync(email, "wrong password");
            var elapsed = Stopwatch.GetElapsedTime(start);
            fastest = elapsed < fastest ? elapsed : fastest;
        }

        return fastest;
    }

    private async Task<string> RefusalAsync(string email, string password)
    {
        using var response = await LoginAsync(email, password);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!;
    }
}
