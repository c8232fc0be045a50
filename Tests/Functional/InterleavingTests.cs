using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Two changes at the same time, one of which comes just before the other: what the second has read is not so any more.</summary>
public sealed class InterleavingTests(Replicas api) : IClassFixture<Replicas>, IAsyncLifetime
{
    private readonly HttpClient _ada = api.NewClient();
    private readonly HttpClient _byron = api.NewClient();
    private string _adaId = null!;
    private string _familyId = null!;
    private string _byronId = null!;

    [Fact]
    public async Task Claim_OfAChildWhoIsBeingDeleted_LeavesTheAssignmentInThePool()
    {
        var assignment = await _ada.AddToPoolAsync();

        var claimed = await AfterAsync(Delete(_ada, _byronId), new(_byron, $"/api/v1/assignments/{assignment}/claim"), _byronId);

        Assert.Equal(HttpStatusCode.NotFound, claimed.Status);
        Assert.Equal(JsonValueKind.Null, (await _ada.GetJsonAsync($"/api/v1/assignments/{assignment}")).GetProperty("assigneeId").ValueKind);
    }

    [Fact]
    public async Task Chore_ForAChildWhoIsBeingDeleted_IsRefused()
    {
        var chore = new Ask(_ada, "/api/v1/chores", new { title = "Tidy up", mode = "single", assigneeIds = (string[])[_byronId], reward = new { amount = 5 } });

        var created = await AfterAsync(Delete(_ada, _byronId), chore, _byronId);

        Assert.Equal(HttpStatusCode.BadRequest, created.Status);
        Assert.Empty((await _ada.GetJsonAsync("/api/v1/chores")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Adjustment_ForAChildWhoIsBeingDeleted_IsRefused()
    {
        var bonus = new Ask(_ada, "/api/v1/adjustments", new { childId = _byronId, type = "bonus", amount = 5, reason = "A good report" });

        var given = await AfterAsync(Delete(_ada, _byronId), bonus, _byronId);

        Assert.Equal(HttpStatusCode.BadRequest, given.Status);
        Assert.Empty((await _ada.GetJsonAsync("/api/v1/ledger")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task LogIn_OfAUserWhoIsBeingDeleted_GivesNoSessionThatIsGood()
    {
        var logIn = new Ask(_byron, "/api/v1/users/login", new { username = await NameOfAsync(_byronId), password = Household.Password });

        var loggedIn = await AfterAsync(Delete(_ada, _byronId), logIn, _byronId);

        if (loggedIn.IsSuccess)
            _byron.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", JsonSerializer.Deserialize<JsonElement>(loggedIn.Body).GetProperty("accessToken").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await new Ask(_byron, "/api/v1/users/me") { Method = HttpMethod.Get }.SendAsync()).Status);
    }

    [Fact]
    public async Task LogIn_ThatHashesThePasswordAnewWhileTheAccountIsDeleted_DoesNotBringItBack()
    {
        var logIn = await LogInWithAnOldHashAsync(_byronId);

        await AfterAsync(Delete(_ada, _byronId), logIn, _byronId);

        Assert.Equal(1L, await PostgresServer.ExecuteAsync(
            api.Database, $"""SELECT count(*) FROM users WHERE "Id" = '{_byronId}' AND "DeletedAt" IS NOT NULL AND "PasswordHash" IS NULL"""));
    }

    [Fact]
    public async Task LogIn_ThatHashesThePasswordAnewWhileTheUserJoinsAFamily_DoesNotThrowHimOut()
    {
        using var guest = api.NewClient();
        var guestId = await guest.SignUpAsync();
        var code = (await _ada.PostAsync($"/api/v1/families/{_familyId}/invite", body: null)).GetProperty("code").GetString();
        var logIn = await LogInWithAnOldHashAsync(guestId);

        await AfterAsync(new(guest, "/api/v1/families/join", new { code }), logIn, guestId);

        Assert.Equal(_familyId, (await guest.GetJsonAsync("/api/v1/users/me")).GetProperty("familyId").ToString());
    }

    [Fact]
    public async Task Account_DeletedByAUserWhoIsCreatingAFamily_IsThereStill()
    {
        using var founder = api.NewClient();
        var founderId = await founder.SignUpAsync();

        var deleted = await AfterAsync(new(founder, "/api/v1/families", new { name = "The Founders" }), Delete(founder, founderId), founderId);

        Assert.Equal(HttpStatusCode.Conflict, deleted.Status);
        Assert.NotEqual(JsonValueKind.Null, (await founder.GetJsonAsync("/api/v1/users/me")).GetProperty("familyId").ValueKind);
    }

    [Fact]
    public async Task Parents_WhoLeaveTheirChildrenAtTheSameTime_AreNotBothGone()
    {
        using var charles = api.NewClient();
        var charlesId = await charles.SignUpAsync();
        await _ada.JoinFamilyAsync(_familyId, charles);

        var second = await AfterAsync(Delete(_ada, _adaId), Delete(charles, charlesId), _byronId);

        Assert.Equal(HttpStatusCode.Conflict, second.Status);
    }

    public async Task InitializeAsync()
    {
        _adaId = await _ada.SignUpAsync();
        _familyId = await _ada.CreateFamilyAsync();
        _byronId = await _ada.AddChildAsync(_familyId, _byron);
    }

    public Task DisposeAsync()
    {
        _ada.Dispose();
        _byron.Dispose();
        return Task.CompletedTask;
    }

    private static Ask Delete(HttpClient who, string userId) => new(who, $"/api/v1/users/{userId}") { Method = HttpMethod.Delete };

    private async Task<string> NameOfAsync(string userId) =>
        (string)(await PostgresServer.ExecuteAsync(api.Database, $"""SELECT "UserName" FROM users WHERE "Id" = '{userId}'"""))!;

    // As of a time when passwords were hashed less often: the log-in writes the row of the user.
    private async Task<Ask> LogInWithAnOldHashAsync(string userId)
    {
        var hash = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 1 })).HashPassword(userId, Household.Password);
        await PostgresServer.ExecuteAsync(api.Database, $"""UPDATE users SET "PasswordHash" = '{hash}' WHERE "Id" = '{userId}' """);
        var name = await NameOfAsync(userId);
        return new(_ada, "/api/v1/users/login", name.Contains('@', StringComparison.Ordinal)
            ? new { email = name, password = Household.Password }
            : new { username = name, password = Household.Password });
    }

    /// <summary>Has two changes wait for the row of a user, one behind the other, and lets them go.</summary>
    /// <returns>What the second got; the first succeeded.</returns>
    private async Task<Reply> AfterAsync(Ask first, Ask second, string userId)
    {
        await using var line = await RowLock.TakeAsync(api.Database, $"""users WHERE "Id" = '{userId}'""");
        var before = first.SendAsync();
        await line.HasWaitingAsync(1);
        var after = second.SendAsync();
        await line.HasWaitingAsync(2);
        await line.ReleaseAsync();

        Assert.True((await before).IsSuccess, (await before).Body);
        return await after;
    }
}
