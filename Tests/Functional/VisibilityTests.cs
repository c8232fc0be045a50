using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Who may use which endpoint, and what each sees.</summary>
public sealed class VisibilityTests(TwoFamilies families) : IClassFixture<TwoFamilies>
{
    private const string Chore = """{"title":"Tidy up","mode":"single","assigneeIds":["$byron"],"reward":{"amount":5}}""";
    private const string Adjustment = """{"childId":"$byron","type":"bonus","amount":5,"reason":"None"}""";
    private const string Child = """{"username":"$new","password":"correct-Horse-7-battery","name":"Allegra"}""";

    // Every endpoint. Whoever adds one says here who may use it. What succeeds changes nothing: 0 where it would.
    private static readonly Dictionary<string, Access> All = new(StringComparer.Ordinal)
    {
        ["POST /api/v1/users/register"] = new(400, 400, 400, 400) { Body = "{}" },
        ["POST /api/v1/users/login"] = new(400, 400, 400, 400) { Body = "{}" },
        ["POST /api/v1/users/refresh"] = new(400, 400, 400, 400) { Body = "{}" },
        ["POST /api/v1/users/logout"] = new(401, 0, 0, 0),
        ["GET /api/v1/users/me"] = new(401, 200, 200, 200),
        ["GET /api/v1/users/{id}"] = new(401, 404, 404, 404) { Id = "clara" },
        ["DELETE /api/v1/users/{id}"] = new(401, 404, 404, 404) { Id = "clara" },
        ["GET /api/users/{id}"] = new(401, 404, 404, 404) { Id = "clara" },

        ["POST /api/v1/families"] = new(401, 409, 403, 0) { Body = """{"name":"Again"}""" },
        ["POST /api/v1/families/join"] = new(401, 404, 404, 404) { Body = """{"code":"$new"}""".Replace("$new", "0000000000", StringComparison.Ordinal) },
        ["GET /api/v1/families/{id}"] = new(401, 404, 200, 404) { Id = "family" },
        ["POST /api/v1/families/{id}/invite"] = new(401, 404, 403, 404) { Id = "family" },
        ["POST /api/v1/families/{id}/children"] = new(401, 404, 403, 404) { Id = "family", Body = Child },

        ["POST /api/v1/chores"] = new(401, 400, 403, 409) { Body = Chore },
        ["GET /api/v1/chores"] = new(401, 200, 200, 409),
        ["GET /api/v1/chores/{id}"] = new(401, 404, 404, 409) { Id = "chore" },
        ["DELETE /api/v1/chores/{id}"] = new(401, 404, 403, 409) { Id = "chore" },
        ["GET /api/v1/assignments"] = new(401, 200, 200, 409),
        ["GET /api/v1/assignments/{id}"] = new(401, 404, 404, 409) { Id = "ofclara" },
        ["POST /api/v1/assignments/{id}/claim"] = new(401, 404, 403, 409) { Id = "pool", IsForChildren = true },
        ["POST /api/v1/assignments/{id}/complete"] = new(401, 404, 403, 409) { Id = "ofclara", IsForChildren = true },
        ["POST /api/v1/assignments/{id}/approve"] = new(401, 404, 403, 409) { Id = "waiting" },
        ["POST /api/v1/assignments/{id}/reject"] = new(401, 404, 403, 409) { Id = "waiting", Body = """{"reason":"No"}""" },

        ["POST /api/v1/adjustments"] = new(401, 400, 403, 409) { Body = Adjustment },
        ["GET /api/v1/ledger"] = new(401, 200, 200, 409),
        ["GET /api/v1/statistics"] = new(401, 200, 200, 409),
        ["GET /api/v1/statistics/weeks"] = new(401, 200, 403, 409),
        ["GET /api/v1/activities"] = new(401, 200, 200, 409),

        // Of the gateway's administrator: nobody's of the household.
        ["POST /api/v1/gateway/accounts"] = new(401, 401, 401, 401) { Body = """{"name":"Mine"}""" },
        ["GET /api/v1/gateway/accounts"] = new(401, 401, 401, 401),
        ["GET /api/v1/gateway/accounts/{id}"] = new(401, 401, 401, 401) { Id = "account" },
        ["POST /api/v1/gateway/accounts/{id}/grants"] = new(401, 401, 401, 401) { Id = "account", Body = """{"amount":1,"reason":"Mine"}""" },
        ["GET /api/v1/gateway/accounts/{id}/ledger"] = new(401, 401, 401, 401) { Id = "account" },
        ["POST /api/v1/gateway/accounts/{id}/keys"] = new(401, 401, 401, 401) { Id = "account", Body = """{"name":"Mine"}""" },
        ["GET /api/v1/gateway/accounts/{id}/keys"] = new(401, 401, 401, 401) { Id = "account" },
        ["POST /api/v1/gateway/keys/{id}/revoke"] = new(401, 401, 401, 401) { Id = "account" },
        ["GET /api/v1/gateway/plans"] = new(401, 401, 401, 401),
        ["POST /api/v1/gateway/accounts/{id}/subscription"] = new(401, 401, 401, 401) { Id = "account", Body = """{"plan":"free"}""" },
        ["POST /api/v1/gateway/accounts/{id}/subscription/change"] = new(401, 401, 401, 401) { Id = "subscribed", Body = """{"plan":"pro"}""" },
        ["POST /api/v1/gateway/accounts/{id}/subscription/cancel"] = new(401, 401, 401, 401) { Id = "subscribed" },
    };

    public static TheoryData<string> ForStrangers => Where(access => access.Stranger);

    public static TheoryData<string> ForOtherFamilies => Where(access => access.OtherFamily);

    public static TheoryData<string> ForOtherRoles => Where(access => access.OtherRole);

    public static TheoryData<string> ForNoFamily => Where(access => access.NoFamily);

    [Fact]
    public void Endpoints_OfTheApi_AreAllInTheTable()
    {
        var routed = families.Api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}"));

        Assert.Equal(All.Keys.Order(StringComparer.Ordinal), routed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ForStrangers))]
    public Task Endpoint_WithoutAToken_WantsOne(string endpoint) => AnswersAsync(endpoint, "nobody", All[endpoint].Stranger);

    [Theory]
    [MemberData(nameof(ForOtherFamilies))]
    public async Task Endpoint_ForAnotherFamily_AnswersAsIfThereWereNoSuchId(string endpoint)
    {
        var access = All[endpoint];
        var person = access.IsForChildren ? "hal" : "grace";

        var theirs = await AnswersAsync(endpoint, person, access.OtherFamily);

        if (access.OtherFamily is 404 or 400 && (access.Id is not null || access.Body?.Contains("$byron", StringComparison.Ordinal) == true))
            Assert.Equal(await AnswersAsync(endpoint, person, access.OtherFamily, isUnknown: true), theirs);
    }

    [Theory]
    [MemberData(nameof(ForOtherRoles))]
    public Task Endpoint_ForTheOtherRole_SaysSoAtMost(string endpoint) => AnswersAsync(endpoint, All[endpoint].IsForChildren ? "ada" : "byron", All[endpoint].OtherRole);

    [Theory]
    [MemberData(nameof(ForNoFamily))]
    public Task Endpoint_WithoutAFamily_SaysSoAtMost(string endpoint) => AnswersAsync(endpoint, All[endpoint].IsForChildren ? "jon" : "ivy", All[endpoint].NoFamily);

    [Theory]
    [InlineData("/api/v1/chores")]
    [InlineData("/api/v1/assignments")]
    [InlineData("/api/v1/ledger")]
    [InlineData("/api/v1/ledger?childId=$byron")]
    [InlineData("/api/v1/statistics")]
    [InlineData("/api/v1/activities")]
    [InlineData("/api/v1/families/$otherfamily")]
    public async Task List_OfAnotherFamily_HoldsNothingOfThisOne(string path)
    {
        string[] ofThisFamily = ["family", "ada", "bea", "byron", "clara", "chore", "pending", "waiting", "ofclara", "pool", "code"];

        foreach (var person in (string[])["grace", "hal"])
        {
            var text = (await families[person].GetJsonAsync(families.Fill(path))).GetRawText();
            Assert.All(ofThisFamily, name => Assert.DoesNotContain(families.Names[name], text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Assignments_OfAChild_AreItsOwnAndThePools()
    {
        var ofByron = await IdsAsync("byron", "/api/v1/assignments");
        var ofClara = await IdsAsync("clara", "/api/v1/assignments");
        var ofParents = await IdsAsync("bea", "/api/v1/assignments");

        Assert.Equal(Ids("pending", "pool", "waiting"), ofByron);
        Assert.Equal(Ids("ofclara", "pool"), ofClara);
        Assert.Equal(Ids("ofclara", "pending", "pool", "waiting"), ofParents);
        Assert.Equal(Ids("waiting"), await IdsAsync("byron", "/api/v1/assignments?status=completed"));
        Assert.Empty(await IdsAsync("clara", "/api/v1/assignments?status=completed"));
    }

    [Fact]
    public async Task Chores_OfAChild_AreItsOwnAndThePools()
    {
        Assert.DoesNotContain(families.Names["chore"], await IdsAsync("byron", "/api/v1/chores"));
        Assert.Contains(families.Names["chore"], await IdsAsync("clara", "/api/v1/chores"));
        Assert.Equal((3, 2, 4), ((await IdsAsync("byron", "/api/v1/chores")).Count, (await IdsAsync("clara", "/api/v1/chores")).Count, (await IdsAsync("bea", "/api/v1/chores")).Count));
    }

    [Fact]
    public async Task Ledger_OfAChild_IsItsOwn()
    {
        foreach (var child in (string[])["byron", "clara"])
        {
            var entry = Assert.Single(await ItemsAsync(child, "/api/v1/ledger"));
            Assert.Equal(families.Names[child], entry.GetProperty("childId").GetString());
        }

        Assert.Empty(await ItemsAsync("byron", families.Fill("/api/v1/ledger?childId=$clara")));
        Assert.Equal(2, (await ItemsAsync("bea", "/api/v1/ledger")).Count);
        Assert.Single(await ItemsAsync("bea", families.Fill("/api/v1/ledger?childId=$clara")));
    }

    [Fact]
    public async Task Activities_OfAChild_AreThoseThatItDidOrThatAreAboutIt()
    {
        var byron = families.Names["byron"];

        var seen = await ItemsAsync("byron", "/api/v1/activities");
        var all = await ItemsAsync("bea", "/api/v1/activities");

        Assert.NotEmpty(seen);
        Assert.All(seen, activity => Assert.Contains(byron, (string?[])[activity.GetProperty("actorId").GetString(), activity.GetProperty("childId").GetString()]));
        Assert.Contains(all, activity => activity.GetProperty("kind").GetString() == "member_joined");
        Assert.Equal(seen.Count, all.Count(activity => activity.GetProperty("actorId").GetString() == byron || activity.GetProperty("childId").GetString() == byron));
    }

    [Fact]
    public async Task Statistics_OfAChild_AreItsOwn()
    {
        var ofByron = await families["byron"].GetJsonAsync("/api/v1/statistics");
        var ofParents = await families["bea"].GetJsonAsync("/api/v1/statistics");

        Assert.Equal((1, 1, 1.25m), Sums(ofByron));
        Assert.Equal(families.Names["byron"], Assert.Single(ofByron.GetProperty("children").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal((3, 1, 2.50m), Sums(ofParents));
        Assert.Equal(2, ofParents.GetProperty("children").GetArrayLength());

        static (int, int, decimal) Sums(JsonElement statistics) =>
            (statistics.GetProperty("pending").GetInt32(), statistics.GetProperty("completed").GetInt32(), statistics.GetProperty("balance").GetDecimal());
    }

    [Fact]
    public async Task Family_ShownToAChild_HasItsMembersAndNoInviteCode()
    {
        var ofChild = await families["byron"].GetJsonAsync(families.Fill("/api/v1/families/$family"));
        var ofParent = await families["bea"].GetJsonAsync(families.Fill("/api/v1/families/$family"));

        Assert.Equal(4, ofChild.GetProperty("members").GetArrayLength());
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (ofChild.GetProperty("inviteCode").ValueKind, ofChild.GetProperty("inviteExpiresAt").ValueKind));
        Assert.Equal(families.Names["code"], ofParent.GetProperty("inviteCode").GetString());
    }

    [Theory]
    [InlineData("ada", "ada bea byron clara")]
    [InlineData("byron", "byron")]
    [InlineData("grace", "grace hal")]
    [InlineData("ivy", "ivy")]
    public async Task Users_WhomSomebodySees_AreHimselfAndToAParentHisFamily(string person, string seen)
    {
        var found = new List<string>();
        foreach (var other in (string[])["ada", "bea", "byron", "clara", "grace", "hal", "ivy", "jon"])
        {
            using var response = await families[person].GetAsync($"/api/v1/users/{families.Names[other]}");
            if (response.IsSuccessStatusCode)
                found.Add(other);
        }

        Assert.Equal(seen, string.Join(' ', found));
    }

    private static TheoryData<string> Where(Func<Access, int> status) => [.. All.Where(endpoint => status(endpoint.Value) != 0).Select(endpoint => endpoint.Key)];

    private List<string> Ids(params string[] names) => [.. names.Select(name => families.Names[name]).Order(StringComparer.Ordinal)];

    private async Task<List<string>> IdsAsync(string person, string path) =>
        [.. (await ItemsAsync(person, path)).Select(item => item.GetProperty("id").GetString()!).Order(StringComparer.Ordinal)];

    private async Task<List<JsonElement>> ItemsAsync(string person, string path) => [.. (await families[person].GetJsonAsync(path)).GetProperty("items").EnumerateArray()];

    /// <summary>Sends the request, whose answer must have this status, as the API's description has it, and change nothing.</summary>
    /// <returns>The body of a refusal.</returns>
    private async Task<string?> AnswersAsync(string endpoint, string person, int status, bool isUnknown = false)
    {
        var access = All[endpoint];
        var unknown = Guid.NewGuid().ToString();
        var id = isUnknown ? unknown : access.Id is null ? "" : families.Names[access.Id];
        var body = isUnknown ? access.Body?.Replace("$byron", unknown, StringComparison.Ordinal) : access.Body;
        using var request = new HttpRequestMessage(new HttpMethod(endpoint.Split(' ')[0]), endpoint.Split(' ')[1].Replace("{id}", id, StringComparison.Ordinal))
        {
            Content = body is null ? null : new StringContent(families.Fill(body), mediaType: new("application/json")),
        };
        var before = await families.Content.ReadAsync();

        using var response = await families[person].SendAsync(request);

        Assert.True(status == (int)response.StatusCode, $"{endpoint} gave {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        Assert.Contains(status, families.Description.Statuses(endpoint));
        Assert.Equal(before, await families.Content.ReadAsync());
        return response.IsSuccessStatusCode ? null : await response.ReadProblemAsync();
    }

    /// <summary>The statuses that people get for what is a family's: with no token, in another family with the right role, in the family with the other role, and without one.</summary>
    private sealed record Access(int Stranger, int OtherFamily, int OtherRole, int NoFamily)
    {
        /// <summary>The name of the id in the path.</summary>
        public string? Id { get; init; }

        public string? Body { get; init; }

        /// <summary>Whether the right role is that of children.</summary>
        public bool IsForChildren { get; init; }
    }
}
