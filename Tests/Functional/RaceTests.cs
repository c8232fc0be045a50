using System.Net;
using System.Text.Json;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Fifty requests want the same at the same time, at one replica and at three.</summary>
public sealed class RaceTests(Replicas api) : IClassFixture<Replicas>, IAsyncLifetime
{
    private static readonly TimeSpan CacheDeadline = TimeSpan.FromSeconds(20);

    private readonly HttpClient _ada = api.NewClient();
    private readonly HttpClient _charles = api.NewClient();
    private readonly HttpClient _byron = api.NewClient();
    private readonly HttpClient _clara = api.NewClient();
    private string _familyId = null!;
    private string _byronId = null!;
    private string _claraId = null!;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Assignment_ClaimedByTwoChildren_IsOneChilds(int replicas)
    {
        var assignment = await _ada.AddToPoolAsync();

        var replies = await api.AtOnceAsync(replicas, Step(_byron, assignment, "claim"), Step(_clara, assignment, "claim"));

        Assert.Equal("200: 1, 409: 49", Reply.Tally(replies));
        var winner = AssigneeOf(JsonSerializer.Deserialize<JsonElement>(replies.Single(reply => reply.IsSuccess).Body));
        Assert.Contains(winner, (string[])[_byronId, _claraId]);
        Assert.Equal(winner, AssigneeOf(await _ada.GetJsonAsync($"/api/v1/assignments/{assignment}")));
        await api.AssertCountedAsync();

        static string AssigneeOf(JsonElement assignment) => assignment.GetProperty("assigneeId").ToString();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Assignment_CompletedManyTimes_IsCompletedOnce(int replicas)
    {
        var assignment = await _ada.AssignAsync(_byronId);

        var replies = await api.AtOnceAsync(replicas, Step(_byron, assignment, "complete"));

        Assert.Equal("200: 1, 409: 49", Reply.Tally(replies));
        await api.AssertCountedAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Assignment_ApprovedByTwoParents_IsPaidOnce(int replicas)
    {
        var assignment = await CompletedAsync(_byron, _byronId);

        var replies = await api.AtOnceAsync(replicas, Step(_ada, assignment, "approve"), Step(_charles, assignment, "approve"));

        Assert.Equal("200: 1, 409: 49", Reply.Tally(replies));
        Assert.Equal(1, await CountAsync($"""ledger_entries WHERE "AssignmentId" = '{assignment}'"""));
        Assert.Equal(5.00m, (await _byron.GetJsonAsync("/api/v1/statistics")).GetProperty("balance").GetDecimal());
        await api.AssertCountedAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Assignment_ApprovedAndRejected_IsOneOfThem(int replicas)
    {
        var assignment = await CompletedAsync(_byron, _byronId);

        var replies = await api.AtOnceAsync(
            replicas, Step(_ada, assignment, "approve"), Step(_charles, assignment, "reject") with { Body = new { reason = "Look under the bed." } });

        Assert.Equal("200: 1, 409: 49", Reply.Tally(replies));
        var isApproved = (await _ada.GetJsonAsync($"/api/v1/assignments/{assignment}")).GetProperty("status").GetString() == "approved";
        Assert.Equal(isApproved, replies.Where((_, i) => i % 2 == 0).Any(reply => reply.IsSuccess));
        Assert.Equal(isApproved ? 1 : 0, await CountAsync($"""ledger_entries WHERE "AssignmentId" = '{assignment}'"""));
        await api.AssertCountedAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Family_CreatedManyTimesByOneParent_IsOneFamily(int replicas)
    {
        using var parent = api.NewClient();
        await parent.SignUpAsync();
        var name = $"The {Guid.NewGuid():N}s";

        var replies = await api.AtOnceAsync(replicas, new Ask(parent, "/api/v1/families", new { name }));

        Assert.Equal("201: 1, 409: 49", Reply.Tally(replies));
        Assert.Equal(1, await CountAsync($"""families WHERE "Name" = '{name}'"""));
        await api.AssertCountedAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Family_JoinedManyTimesByOneUser_IsJoinedOnce(int replicas)
    {
        using var guest = api.NewClient();
        var guestId = await guest.SignUpAsync("child");
        var code = (await _ada.PostAsync($"/api/v1/families/{_familyId}/invite", body: null)).GetProperty("code").GetString();

        var replies = await api.AtOnceAsync(replicas, new Ask(guest, "/api/v1/families/join", new { code }));

        Assert.Equal("200: 1, 409: 49", Reply.Tally(replies));
        Assert.Equal(1, await CountAsync($"""activities WHERE "Kind" = 'MemberJoined' AND "ActorId" = '{guestId}'"""));
        await api.AssertCountedAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Chore_TakenAwayWhileItIsCompleted_IsTakenAwayOnceAndKeepsWhatIsCompleted(int replicas)
    {
        var assignment = await _ada.AssignAsync(_byronId);
        var choreId = (await _ada.GetJsonAsync($"/api/v1/assignments/{assignment}")).GetProperty("choreId").ToString();

        var replies = await api.AtOnceAsync(replicas, new Ask(_ada, $"/api/v1/chores/{choreId}") { Method = HttpMethod.Delete }, Step(_byron, assignment, "complete"));

        Assert.Equal("204: 1, 404: 24", Reply.Tally(replies.Where((_, i) => i % 2 == 0)));
        var completions = replies.Where((_, i) => i % 2 == 1).ToList();
        Assert.All(completions, reply => Assert.Contains(reply.Status, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.Conflict]));
        var completed = completions.Count(reply => reply.IsSuccess);
        Assert.InRange(completed, 0, 1);
        Assert.Equal(completed, await CountAsync($"""assignments WHERE "ChoreId" = '{choreId}'"""));
        Assert.Equal(completed, await CountAsync($"""assignments WHERE "ChoreId" = '{choreId}' AND "Status" = 'Completed'"""));
        await api.AssertCountedAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Child_DeletedWhileItWorksAndIsPaid_LeavesWithEveryApprovalPaidOnceAndNothingToDo(int replicas)
    {
        string[] pending = [await _ada.AssignAsync(_byronId), await _ada.AssignAsync(_byronId), await _ada.AssignAsync(_byronId)];
        string[] completed = [await CompletedAsync(_byron, _byronId), await CompletedAsync(_byron, _byronId), await CompletedAsync(_byron, _byronId)];

        var replies = await api.AtOnceAsync(
            replicas,
            [
                new Ask(_ada, $"/api/v1/users/{_byronId}") { Method = HttpMethod.Delete },
                .. completed.Select(assignment => Step(_charles, assignment, "approve")),
                .. pending.Select(assignment => Step(_byron, assignment, "complete")),
                .. pending.Select(assignment => Step(_ada, assignment, "approve")),
            ]);

        Assert.DoesNotContain(replies, reply => reply.Status >= HttpStatusCode.InternalServerError);
        Assert.Equal("204: 1, 404: 4", Reply.Tally(replies.Where((_, i) => i % 10 == 0)));
        foreach (var place in Enumerable.Range(1, completed.Length))
            Assert.Equal("200: 1, 409: 4", Reply.Tally(replies.Where((_, i) => i % 10 == place)));
        var approvals = replies.Where((_, i) => i % 10 is 1 or 2 or 3 or 7 or 8 or 9).Count(reply => reply.IsSuccess);
        Assert.Equal(approvals, await CountAsync($"""ledger_entries WHERE "ChildId" = '{_byronId}'"""));
        Assert.Equal(0, await CountAsync($"""assignments WHERE "AssigneeId" = '{_byronId}' AND "Status" = 'Pending'"""));
        await api.AssertCountedAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Session_RefreshedWhileItIsEnded_HasEnded(int replicas)
    {
        using var client = api.NewClient();
        var email = $"{Guid.NewGuid():N}@example.com";
        await client.PostAsync("/api/v1/users/register", new { email, password = Household.Password, name = "Ada" });
        var refreshToken = (await client.LogInAsync(email)).GetProperty("refreshToken").GetString();
        var refresh = new Ask(client, "/api/v1/users/refresh", new { refreshToken });

        var replies = await api.AtOnceAsync(replicas, [.. Enumerable.Range(0, Replicas.Crowd).Select(i => i == Replicas.Crowd / 2 ? new Ask(client, "/api/v1/users/logout") : refresh)]);

        Assert.Equal(HttpStatusCode.NoContent, replies[Replicas.Crowd / 2].Status);
        Assert.All(replies, reply => Assert.Contains(reply.Status, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.Unauthorized]));
        Assert.Equal(HttpStatusCode.Unauthorized, (await refresh.SendAsync()).Status);
        await Eventually.PassesAsync(
            async () =>
            {
                for (var replica = 0; replica < 3; replica++)
                    Assert.Equal(HttpStatusCode.Unauthorized, (await new Ask(client, "/api/v1/users/me") { Method = HttpMethod.Get }.SendAsync(api.Address(replica))).Status);
            },
            CacheDeadline);
        await api.AssertCountedAsync();
    }

    public async Task InitializeAsync()
    {
        await _ada.SignUpAsync();
        await _charles.SignUpAsync();
        _familyId = await _ada.CreateFamilyAsync();
        await _ada.JoinFamilyAsync(_familyId, _charles);
        _byronId = await _ada.AddChildAsync(_familyId, _byron);
        _claraId = await _ada.AddChildAsync(_familyId, _clara, "Clara");
    }

    public Task DisposeAsync()
    {
        foreach (var client in (HttpClient[])[_ada, _charles, _byron, _clara])
            client.Dispose();
        return Task.CompletedTask;
    }

    private static Ask Step(HttpClient who, string assignment, string step) => new(who, $"/api/v1/assignments/{assignment}/{step}");

    private async Task<string> CompletedAsync(HttpClient child, string childId)
    {
        var assignment = await _ada.AssignAsync(childId);
        await child.StepAsync(assignment, "complete");
        return assignment;
    }

    private async Task<long> CountAsync(string rows) => (long)(await PostgresServer.ExecuteAsync(api.Database, $"SELECT count(*) FROM {rows}"))!;
}
