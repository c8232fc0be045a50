using System.Net;
using System.Text.Json;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Who may delete whose account, what is erased and what stays.</summary>
public sealed class DeletedUserTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private readonly HttpClient _ada = fixture.Api.CreateClient();
    private readonly HttpClient _byron = fixture.Api.CreateClient();
    private string _adaId = null!;
    private string _familyId = null!;
    private string _byronId = null!;

    [Fact]
    public async Task Parent_DeletingAnotherParent_IsForbidden()
    {
        using var bea = fixture.Api.CreateClient();
        var beaId = await bea.SignUpAsync();
        await _ada.JoinFamilyAsync(_familyId, bea);

        Assert.Equal(HttpStatusCode.Forbidden, await DeleteAsync(_ada, beaId));

        await bea.GetJsonAsync("/api/v1/users/me");
    }

    [Fact]
    public async Task Parent_WhoIsTheLastOfChildren_StaysUntilAnotherJoinsOrTheyAreGone()
    {
        using var bea = fixture.Api.CreateClient();
        var beaId = await bea.SignUpAsync();

        Assert.Equal(HttpStatusCode.Conflict, await DeleteAsync(_ada, _adaId));
        await _ada.JoinFamilyAsync(_familyId, bea);
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(_ada, _adaId));
        Assert.Equal(HttpStatusCode.Conflict, await DeleteAsync(bea, beaId));
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(bea, _byronId));
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(bea, beaId));
    }

    [Fact]
    public async Task User_WithoutAFamily_CanLeave()
    {
        using var ivy = fixture.Api.CreateClient();
        var id = await ivy.SignUpAsync();

        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(ivy, id));
    }

    [Fact]
    public async Task User_Deleted_IsErasedFromTheWholeDatabase()
    {
        const string Name = "Ottoline Zqxname";
        using var child = fixture.Api.CreateClient();
        using var parent = fixture.Api.CreateClient();
        var (email, username) = ("zqxmail@example.com", "zqxuser");
        await parent.PostAsync("/api/v1/users/register", new { email, username, password = Household.Password, name = Name });
        await parent.LogInAsync(email);
        await _ada.JoinFamilyAsync(_familyId, parent);
        var childId = await _ada.AddChildAsync(_familyId, child, "Zqxchild");
        var parentId = (await parent.GetJsonAsync("/api/v1/users/me")).GetProperty("id").GetString()!;
        var hash = (string)(await PostgresServer.ExecuteAsync(fixture.Database, $"""SELECT "PasswordHash" FROM users WHERE "Id" = '{parentId}'"""))!;
        await using var content = new DatabaseContent(fixture.Database);
        Assert.Contains("users", await content.TablesWithAsync(Name));

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (await DeleteAsync(parent, parentId), await DeleteAsync(child, childId)));

        foreach (var gone in (string[])[Name, email, email.ToUpperInvariant(), username, username.ToUpperInvariant(), hash, "Zqxchild", "ZQXCHILD"])
            Assert.Empty(await content.TablesWithAsync(gone));
        Assert.DoesNotContain("Zqx", (await _ada.GetJsonAsync("/api/v1/activities")).GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Zqx", (await _ada.GetJsonAsync($"/api/v1/families/{_familyId}")).GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task User_Deleted_CanRegisterAgainAsSomebodyNew()
    {
        using var ann = fixture.Api.CreateClient();
        var account = new { email = "again@example.com", username = "again", password = Household.Password, name = "Ann" };
        var first = (await ann.PostAsync("/api/v1/users/register", account)).GetProperty("id").GetString()!;
        await ann.LogInAsync(account.email);

        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(ann, first));
        var second = (await ann.PostAsync("/api/v1/users/register", account)).GetProperty("id").GetString();
        await ann.LogInAsync(account.username);

        Assert.NotEqual(first, second);
        Assert.Equal(second, (await ann.GetJsonAsync("/api/v1/users/me")).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Child_Deleted_LeavesWhatItEarnedAndTakesWhatItWasToDo()
    {
        var (paid, waiting, open) = (await _ada.AssignAsync(_byronId), await _ada.AssignAsync(_byronId), await _ada.AssignAsync(_byronId));
        foreach (var done in (string[])[paid, waiting])
            await _byron.StepAsync(done, "complete");
        await _ada.StepAsync(paid, "approve");
        await _ada.PostAsync("/api/v1/adjustments", new { childId = _byronId, type = "penalty", amount = 1.50m, reason = "The window" });

        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(_ada, _byronId));

        var statistics = await _ada.GetJsonAsync("/api/v1/statistics");
        Assert.Equal(
            (0, 1, 1, 3.50m, 0),
            (statistics.GetProperty("pending").GetInt32(), statistics.GetProperty("completed").GetInt32(), statistics.GetProperty("approved").GetInt32(),
                statistics.GetProperty("balance").GetDecimal(), statistics.GetProperty("children").GetArrayLength()));
        Assert.Equal(2, (await _ada.GetJsonAsync($"/api/v1/ledger?childId={_byronId}")).GetProperty("items").GetArrayLength());
        using var gone = await _ada.GetAsync($"/api/v1/assignments/{open}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal("approved", (await _ada.StepAsync(waiting, "approve")).GetProperty("status").GetString()); // the work was done
        Assert.Equal(8.50m, (await _ada.GetJsonAsync("/api/v1/statistics")).GetProperty("balance").GetDecimal());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Work_SentBackThatNobodyCanDoAgain_IsTakenAway(bool isChildGone)
    {
        var done = await _ada.AssignAsync(_byronId);
        await _byron.StepAsync(done, "complete");
        if (isChildGone)
        {
            await DeleteAsync(_ada, _byronId);
        }
        else
        {
            var chore = (await _ada.GetJsonAsync($"/api/v1/assignments/{done}")).GetProperty("choreId").GetString();
            (await _ada.DeleteAsync($"/api/v1/chores/{chore}")).Dispose();
        }

        var sentBack = await _ada.StepAsync(done, "reject", new { reason = "It is not clean." });

        Assert.Equal("pending", sentBack.GetProperty("status").GetString());
        using var gone = await _ada.GetAsync($"/api/v1/assignments/{done}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Family_ThatEverybodyHasLeft_HasNoInviteCode_AndNothingToApprove()
    {
        await _byron.StepAsync(await _ada.AssignAsync(_byronId), "complete");
        var code = (await _ada.GetJsonAsync($"/api/v1/families/{_familyId}")).GetProperty("inviteCode").GetString();
        using var late = fixture.Api.CreateClient();
        await late.SignUpAsync();
        const string Waiting = """SELECT count(*) FROM assignments WHERE "Status" = 'Completed' AND "FamilyId" = """;
        Assert.Equal(1L, await PostgresServer.ExecuteAsync(fixture.Database, $"{Waiting} '{_familyId}'"));

        await DeleteAsync(_ada, _byronId);
        Assert.Equal(1L, await PostgresServer.ExecuteAsync(fixture.Database, $"{Waiting} '{_familyId}'"));
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(_ada, _adaId));

        using var joined = await late.PostAsync("/api/v1/families/join", System.Net.Http.Json.JsonContent.Create(new { code }));
        Assert.Equal(HttpStatusCode.NotFound, joined.StatusCode);
        Assert.Equal(0L, await PostgresServer.ExecuteAsync(fixture.Database, $"{Waiting} '{_familyId}'"));
    }

    [Fact]
    public async Task Child_Deleted_IsNobodyAnyMore()
    {
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(_ada, _byronId));

        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(_ada, _byronId));
        using var user = await _ada.GetAsync($"/api/v1/users/{_byronId}");
        using var chore = await _ada.PostAsync(
            "/api/v1/chores",
            System.Net.Http.Json.JsonContent.Create(new { title = "Tidy up", mode = "single", assigneeIds = (string[])[_byronId], reward = new { amount = 1 } }));
        var members = (await _ada.GetJsonAsync($"/api/v1/families/{_familyId}")).GetProperty("members").EnumerateArray().Select(member => member.GetProperty("id").GetString());
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (user.StatusCode, chore.StatusCode));
        Assert.Equal([_adaId], members);
        var left = (await _ada.GetJsonAsync("/api/v1/activities")).GetProperty("items")[0];
        Assert.Equal(
            ("member_left", _adaId, _byronId, JsonValueKind.Null),
            (left.GetProperty("kind").GetString(), left.GetProperty("actorId").GetString(), left.GetProperty("childId").GetString(), left.GetProperty("subject").ValueKind));
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

    private static async Task<HttpStatusCode> DeleteAsync(HttpClient client, string id)
    {
        using var response = await client.DeleteAsync($"/api/v1/users/{id}");
        return response.StatusCode;
    }
}
