using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Functional;

/// <summary>What lets somebody into a family, and how long.</summary>
public sealed class InviteTests : IAsyncLifetime
{
    private readonly ShiftedTime _time = new();
    private string _database = null!;
    private ApiHost _api = null!;
    private HttpClient _ada = null!;
    private string _email = null!;
    private string _familyId = null!;
    private string _code = null!;

    [Fact]
    public async Task Code_GivenOutAnew_EndsTheOneBefore()
    {
        var fresh = (await _ada.PostAsync($"/api/v1/families/{_familyId}/invite", body: null)).GetProperty("code").GetString()!;

        Assert.NotEqual(_code, fresh);
        Assert.Equal(HttpStatusCode.NotFound, await JoinAsync(_code));
        Assert.Equal(HttpStatusCode.OK, await JoinAsync(fresh));
    }

    [Fact]
    public async Task Code_UntilItExpires_LetsInAnybodyAndThenNobody()
    {
        Assert.Equal(HttpStatusCode.OK, await JoinAsync(_code));
        _time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.OK, await JoinAsync(_code, role: "child"));
        await PostgresServer.ExecuteAsync(_database, "DELETE FROM jobs"); // or the job that takes the code away could be first: it is no good by itself
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(HttpStatusCode.NotFound, await JoinAsync(_code));

        await _ada.LogInAsync(_email);
        var family = await _ada.GetJsonAsync($"/api/v1/families/{_familyId}");
        Assert.Equal(3, family.GetProperty("members").GetArrayLength());
        Assert.Null(family.GetProperty("inviteCode").GetString());
    }

    [Fact]
    public async Task Code_TypedByAPerson_IsUnderstood()
    {
        var zerosAndOnes = _code;
        while (!zerosAndOnes.Contains('0', StringComparison.Ordinal) || !zerosAndOnes.Contains('1', StringComparison.Ordinal))
            zerosAndOnes = (await _ada.PostAsync($"/api/v1/families/{_familyId}/invite", body: null)).GetProperty("code").GetString()!;

        string[] readable =
        [
            zerosAndOnes.ToLowerInvariant(), $" {zerosAndOnes[..5]} {zerosAndOnes[5..]} ", $"{zerosAndOnes[..5]}-{zerosAndOnes[5..]}", zerosAndOnes.Replace('0', 'O'), zerosAndOnes.Replace('0', 'o'),
            zerosAndOnes.Replace('1', 'I'), zerosAndOnes.Replace('1', 'l'), string.Join(' ', zerosAndOnes.ToCharArray()),
        ];
        foreach (var typed in readable)
            Assert.Equal(HttpStatusCode.OK, await JoinAsync(typed));
        foreach (var wrong in (string[])[zerosAndOnes[..^1], zerosAndOnes + "0", zerosAndOnes[1..] + zerosAndOnes[0], "%", "__________"])
            Assert.Equal(HttpStatusCode.NotFound, await JoinAsync(wrong));
    }

    [Fact]
    public async Task Family_OfSomebodyWhoHasOne_IsNotChanged()
    {
        Assert.Equal(HttpStatusCode.Conflict, await JoinAsync(_code, _ada));
        using var again = await _ada.PostAsJsonAsync("/api/v1/families", new { name = "Again" });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    public async Task InitializeAsync()
    {
        _database = await (await PostgresServer.Shared).CreateDatabaseAsync();
        _api = ApiHost.Start(_database, configure: services => services.AddSingleton<TimeProvider>(_time));
        await _api.BecomesHealthyAsync();
        _ada = _api.CreateClient();
        await _ada.SignUpAsync();
        _email = (await _ada.GetJsonAsync("/api/v1/users/me")).GetProperty("email").GetString()!;
        _familyId = await _ada.CreateFamilyAsync();
        _code = (await _ada.GetJsonAsync($"/api/v1/families/{_familyId}")).GetProperty("inviteCode").GetString()!;
    }

    public async Task DisposeAsync()
    {
        _ada.Dispose();
        await _api.DisposeAsync();
    }

    /// <summary>Has somebody new type the code.</summary>
    private async Task<HttpStatusCode> JoinAsync(string code, string role = "parent")
    {
        using var guest = _api.CreateClient();
        await guest.SignUpAsync(role);
        return await JoinAsync(code, guest);
    }

    private static async Task<HttpStatusCode> JoinAsync(string code, HttpClient guest)
    {
        using var response = await guest.PostAsJsonAsync("/api/v1/families/join", new { code });
        return response.StatusCode;
    }
}
