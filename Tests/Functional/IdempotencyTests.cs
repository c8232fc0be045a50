using System.Net;
using System.Text;
using System.Text.Json;
using Tests.Support;

namespace Tests.Functional;

/// <summary>A request that is repeated with its Idempotency-Key gets the first answer, and changes nothing.</summary>
public sealed class IdempotencyTests(Replicas api) : IClassFixture<Replicas>, IAsyncLifetime
{
    private const string Adjustments = "/api/v1/adjustments";

    private readonly HttpClient _ada = api.NewClient();
    private readonly HttpClient _byron = api.NewClient();
    private readonly HttpClient _guest = api.NewClient();
    private string _familyId = null!;
    private string _byronId = null!;

    // Every POST that creates or pays, with the rows that one of it makes.
    public static TheoryData<string, string> Posts => new()
    {
        { "register", "users" },
        { "create family", "families" },
        { "join", """activities WHERE "Kind" = 'MemberJoined'""" },
        { "invite", """jobs WHERE "Type" = 'invite_expiry'""" },
        { "add child", "users" },
        { "create chore", "chores" },
        { "claim", """activities WHERE "Kind" = 'AssignmentClaimed'""" },
        { "complete", """activities WHERE "Kind" = 'AssignmentCompleted'""" },
        { "approve", "ledger_entries" },
        { "reject", """activities WHERE "Kind" = 'AssignmentRejected'""" },
        { "adjust", "ledger_entries" },
    };

    [Theory]
    [MemberData(nameof(Posts))]
    public async Task Request_RepeatedAtAnotherReplica_GetsTheFirstAnswerAndChangesNothing(string post, string rows)
    {
        var ask = await PrepareAsync(post);
        var before = await CountAsync(rows);

        var first = await ask.SendAsync(api.Address(0));
        var made = await CountAsync(rows);
        var everything = await EverythingAsync();
        var second = await ask.SendAsync(api.Address(1));

        Assert.True(first.IsSuccess, first.Body);
        Assert.Equal(first, second);
        Assert.Equal(before + 1, made);
        Assert.Equal(everything, await EverythingAsync());
        await api.AssertCountedAsync();
    }

    [Theory]
    [MemberData(nameof(Posts))]
    public async Task Request_SentManyTimesAtOnce_IsDoneOnceAndAnsweredAlike(string post, string rows)
    {
        var ask = await PrepareAsync(post);
        var before = await CountAsync(rows);

        var replies = await api.AtOnceAsync(3, ask);

        Assert.True(Assert.Single(replies.Distinct()).IsSuccess, replies[0].Body);
        Assert.Equal(before + 1, await CountAsync(rows));
        await api.AssertCountedAsync();
    }

    [Fact]
    public async Task Key_UsedForAnotherBodyOrAnotherThing_IsRefused()
    {
        var bonus = Bonus(5);
        var claim = await PrepareAsync("claim") with { Key = Ask.NewKey() };
        await bonus.SendAsync();
        await claim.SendAsync();

        var anotherBody = await (bonus with { Body = Bonus(6).Body }).SendAsync();
        var anotherThing = await (claim with { Path = claim.Path.Replace("claim", "complete", StringComparison.Ordinal) }).SendAsync();

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (anotherBody.Status, anotherThing.Status));
        Assert.Equal(5.00m, await BalanceAsync());
        Assert.Equal("pending", (await _byron.GetJsonAsync(claim.Path[..^"/claim".Length])).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Body_WrittenWithOtherSpaces_IsTheSame()
    {
        var bonus = Bonus(5);
        var spaced = bonus with { Body = JsonSerializer.Serialize(bonus.Body).Replace(",", " ,\n", StringComparison.Ordinal) };

        Assert.Equal(await bonus.SendAsync(), await spaced.SendAsync());
        Assert.Equal(5.00m, await BalanceAsync());
    }

    [Fact]
    public async Task Key_OfTwoUsers_IsTwo()
    {
        var key = Ask.NewKey();
        using var other = api.NewClient();
        await _guest.SignUpAsync();
        await other.SignUpAsync();

        var first = await new Ask(_guest, "/api/v1/families", new { name = "The same" }, key).SendAsync();
        var second = await new Ask(other, "/api/v1/families", new { name = "The same" }, key).SendAsync();

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.Status, second.Status));
        Assert.NotEqual(first.Location, second.Location);
    }

    [Fact]
    public async Task Request_Refused_KeepsNothingAndSucceedsOnceItIsRight()
    {
        var commands = await CountAsync("commands");
        var approval = await PrepareAsync("approve");
        var assignment = await _ada.AssignAsync(_byronId);
        var early = approval with { Path = $"/api/v1/assignments/{assignment}/approve" };
        var nothing = Bonus(0);
        var made = await CountAsync("commands");

        var refusals = (await early.SendAsync(), await nothing.SendAsync());
        var kept = await CountAsync("commands") - made;
        await _byron.StepAsync(assignment, "complete");
        var corrected = (await early.SendAsync(), await (nothing with { Body = Bonus(7).Body }).SendAsync());

        Assert.True(made > commands);
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.BadRequest), (refusals.Item1.Status, refusals.Item2.Status));
        Assert.Equal(0, kept);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Created), (corrected.Item1.Status, corrected.Item2.Status));
        Assert.Equal(12.00m, await BalanceAsync());
    }

    [Theory]
    [InlineData(15, HttpStatusCode.BadRequest)]
    [InlineData(16, HttpStatusCode.Created)]
    [InlineData(100, HttpStatusCode.Created)]
    [InlineData(101, HttpStatusCode.BadRequest)]
    public async Task Key_OfALength_IsTakenOrNot(int length, HttpStatusCode expected) => await AssertKeyAsync(Ask.NewKey().PadRight(101, 'x')[..length], expected);

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("0123456789abcdefé")]
    [InlineData("0123456789abcdef🗝")]
    public async Task Key_ThatIsNone_IsRefused(string key) => await AssertKeyAsync(key, HttpStatusCode.BadRequest);

    [Fact]
    public async Task Key_InQuotes_IsTheOneWithout()
    {
        var bonus = Bonus(5);

        Assert.Equal(await bonus.SendAsync(), await (bonus with { Key = $"\"{bonus.Key}\"" }).SendAsync());
        Assert.Equal(5.00m, await BalanceAsync());
    }

    [Fact]
    public async Task Key_AfterARestart_IsKnown()
    {
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync();
        var register = await PrepareAsync("register");
        Reply first, second;

        await using (var host = await ApiHost.StartAsync(database))
        using (var client = host.CreateClient())
            first = await (register with { Who = client }).SendAsync();
        await using (var host = await ApiHost.StartAsync(database))
        using (var client = host.CreateClient())
        {
            second = await (register with { Who = client }).SendAsync();
            Assert.Equal(0, ScrapedText.Sum(await client.GetStringAsync("/metrics"), "user_registrations_total{"));
        }

        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal(first, second);
        Assert.Equal(1L, await PostgresServer.ExecuteAsync(database, "SELECT count(*) FROM users"));
    }

    [Fact]
    public async Task Commands_TellNothingOfAPasswordNorWhoHasTheSame()
    {
        var password = $"secret-{Guid.NewGuid():N}";
        var body = new { username = $"ada-{Guid.NewGuid():N}", password, name = "Ada" };
        var key = Ask.NewKey();
        var child = new Ask(_ada, $"/api/v1/families/{_familyId}/children", body, key);

        var added = await child.SendAsync();
        var rows = (string)(await PostgresServer.ExecuteAsync(api.Database, "SELECT string_agg(concat(commands::text, convert_from(\"Body\", 'UTF8')), ' ') FROM commands"))!;

        Assert.Equal(HttpStatusCode.Created, added.Status);
        Assert.Contains(body.username, rows, StringComparison.Ordinal); // the answer is there
        foreach (var secret in (string[])[password, key])
        {
            Assert.DoesNotContain(secret, rows, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexString(Encoding.UTF8.GetBytes(secret)), rows, StringComparison.OrdinalIgnoreCase);
        }

        // Whoever reads the table and knows the request but for the password cannot try passwords: the same request has another fingerprint under another key.
        await Bonus(5).SendAsync();
        await Bonus(5).SendAsync();
        Assert.Equal(2L, await PostgresServer.ExecuteAsync(
            api.Database, """SELECT count(DISTINCT "Fingerprint") FROM (SELECT "Fingerprint" FROM commands ORDER BY "CreatedAt" DESC LIMIT 2) AS newest"""));
    }

    public async Task InitializeAsync()
    {
        await _ada.SignUpAsync();
        _familyId = await _ada.CreateFamilyAsync();
        _byronId = await _ada.AddChildAsync(_familyId, _byron);
    }

    public Task DisposeAsync()
    {
        foreach (var client in (HttpClient[])[_ada, _byron, _guest])
            client.Dispose();
        return Task.CompletedTask;
    }

    private async Task<Ask> PrepareAsync(string post) => post switch
    {
        "register" => new(_guest, "/api/v1/users/register", new { email = $"{Guid.NewGuid():N}@example.com", password = Household.Password, name = "Ada" }, Ask.NewKey()),
        "create family" => new(await GuestAsync(), "/api/v1/families", new { name = "The Guests" }, Ask.NewKey()),
        "join" => new(
            await GuestAsync(), "/api/v1/families/join",
            new { code = (await _ada.PostAsync($"/api/v1/families/{_familyId}/invite", body: null)).GetProperty("code").GetString() }, Ask.NewKey()),
        "invite" => new(_ada, $"/api/v1/families/{_familyId}/invite", Body: null, Ask.NewKey()),
        "add child" => new(
            _ada, $"/api/v1/families/{_familyId}/children", new { username = $"clara-{Guid.NewGuid():N}", password = Household.Password, name = "Clara" }, Ask.NewKey()),
        "create chore" => new(_ada, "/api/v1/chores", new { title = "Wash up", mode = "single", assigneeIds = (string[])[_byronId], reward = new { amount = 5 } }, Ask.NewKey()),
        "claim" => Step(_byron, await _ada.AddToPoolAsync(), "claim"),
        "complete" => Step(_byron, await _ada.AssignAsync(_byronId), "complete"),
        "approve" => Step(_ada, await CompletedAsync(), "approve"),
        "reject" => Step(_ada, await CompletedAsync(), "reject") with { Body = new { reason = "Look under the bed." } },
        _ => Bonus(5),
    };

    private async Task<HttpClient> GuestAsync()
    {
        await _guest.SignUpAsync();
        return _guest;
    }

    private async Task<string> CompletedAsync()
    {
        var assignment = await _ada.AssignAsync(_byronId);
        await _byron.StepAsync(assignment, "complete");
        return assignment;
    }

    private static Ask Step(HttpClient who, string assignment, string step) => new(who, $"/api/v1/assignments/{assignment}/{step}", Body: null, Ask.NewKey());

    private Ask Bonus(decimal amount) => new(_ada, Adjustments, new { childId = _byronId, type = "bonus", amount, reason = "A good report" }, Ask.NewKey());

    private async Task<decimal> BalanceAsync() => (await _ada.GetJsonAsync("/api/v1/statistics")).GetProperty("balance").GetDecimal();

    private async Task AssertKeyAsync(string key, HttpStatusCode expected)
    {
        using var client = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = api.Address(0) };
        client.DefaultRequestHeaders.Authorization = _ada.DefaultRequestHeaders.Authorization;

        var reply = await (Bonus(5) with { Who = client, Key = key }).SendAsync();

        Assert.Equal(expected, reply.Status);
        Assert.Equal(expected == HttpStatusCode.Created ? 5.00m : 0, await BalanceAsync());
    }

    private async Task<long> CountAsync(string rows) => (long)(await PostgresServer.ExecuteAsync(api.Database, $"SELECT count(*) FROM {rows}"))!;

    // Every row of the household as it is; of jobs, which others work on meanwhile, only that they are there.
    private async Task<string> EverythingAsync()
    {
        string[] tables = ["commands", "users", "sessions", "families", "chores", "assignments", "ledger_entries", "activities"];
        return (string)(await PostgresServer.ExecuteAsync(
            api.Database, $"SELECT concat_ws(' ', {string.Join(", ", tables.Select(table => $"(SELECT md5(string_agg({table}::text, '' ORDER BY {table}::text)) FROM {table})"))})"))!
            + await CountAsync("""jobs WHERE "Type" = 'invite_expiry'""");
    }
}
