using System.Net;
using System.Text.Json;
using Tests.Support;

namespace Tests.Functional;

/// <summary>A family comes together, does chores and pays for them.</summary>
public sealed class FamilyJourneyTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private readonly HttpClient _ada = fixture.Api.CreateClient();
    private readonly HttpClient _byron = fixture.Api.CreateClient();
    private string _familyId = null!;
    private string _byronId = null!;

    [Fact]
    public async Task Assignment_CompletedAndApproved_PaysItsRewardOnce()
    {
        var assignment = await _ada.AssignAsync(_byronId);

        await _byron.StepAsync(assignment, "complete");
        var approved = await _ada.StepAsync(assignment, "approve");

        Assert.Equal(("approved", 5.00m), (approved.GetProperty("status").GetString(), approved.GetProperty("amount").GetDecimal()));
        var entry = Assert.Single((await _byron.GetJsonAsync("/api/v1/ledger")).GetProperty("items").EnumerateArray());
        Assert.Equal(("reward", 5.00m, "Tidy up"), (entry.GetProperty("kind").GetString(), entry.GetProperty("amount").GetDecimal(), entry.GetProperty("reason").GetString()));
        Assert.Equal(5.00m, await BalanceAsync());
    }

    [Fact]
    public async Task Assignment_Rejected_IsToBeDoneAgainAndTellsWhy()
    {
        var assignment = await _ada.AssignAsync(_byronId);
        await _byron.StepAsync(assignment, "complete");

        await _ada.StepAsync(assignment, "reject", new { reason = "Look under the bed." });

        var seen = await _byron.GetJsonAsync($"/api/v1/assignments/{assignment}");
        Assert.Equal(("pending", "Look under the bed."), (seen.GetProperty("status").GetString(), seen.GetProperty("rejectionReason").GetString()));
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("completedAt").ValueKind);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.BadRequest)]
    [InlineData(1.99, HttpStatusCode.BadRequest)]
    [InlineData(2.00, HttpStatusCode.OK)]
    [InlineData(3.33, HttpStatusCode.OK)]
    [InlineData(6.00, HttpStatusCode.OK)]
    [InlineData(6.01, HttpStatusCode.BadRequest)]
    public async Task Approval_OfAChoreWithARange_NamesAnAmountWithinIt(double? amount, HttpStatusCode expected)
    {
        var chore = await _ada.PostAsync("/api/v1/chores", new { title = "Wash up", mode = "single", assigneeIds = (string[])[_byronId], reward = new { minimum = 2, maximum = 6 } });
        var assignment = Household.FirstAssignment(chore);
        await _byron.StepAsync(assignment, "complete");

        using var response = await _ada.PostAsync($"/api/v1/assignments/{assignment}/approve", System.Net.Http.Json.JsonContent.Create(new { amount }));

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? (decimal)amount! : 0m, await BalanceAsync());
    }

    [Fact]
    public async Task Chore_ForSeveralChildren_PaysEach()
    {
        using var clara = fixture.Api.CreateClient();
        var claraId = await _ada.AddChildAsync(_familyId, clara, "Clara");
        var chore = await _ada.PostAsync("/api/v1/chores", new { title = "Make your bed", mode = "multi_independent", assigneeIds = (string[])[_byronId, claraId], reward = new { amount = 1.5 } });

        var assignments = chore.GetProperty("assignments").EnumerateArray().ToDictionary(each => each.GetProperty("assigneeId").ToString(), each => each.GetProperty("id").ToString());
        await _byron.StepAsync(assignments[_byronId], "complete");
        await clara.StepAsync(assignments[claraId], "complete");
        await _ada.StepAsync(assignments[_byronId], "approve");
        await _ada.StepAsync(assignments[claraId], "approve");

        var statistics = await _ada.GetJsonAsync("/api/v1/statistics");
        Assert.Equal((3.00m, 2), (statistics.GetProperty("balance").GetDecimal(), statistics.GetProperty("approved").GetInt32()));
        Assert.All(statistics.GetProperty("children").EnumerateArray(), child => Assert.Equal(1.50m, child.GetProperty("balance").GetDecimal()));
    }

    [Fact]
    public async Task Pool_ClaimedByOneChild_IsNotTheOthersAnyMore()
    {
        using var clara = fixture.Api.CreateClient();
        await _ada.AddChildAsync(_familyId, clara, "Clara");
        var assignment = await _ada.AddToPoolAsync();
        await clara.GetJsonAsync($"/api/v1/assignments/{assignment}");

        await _byron.StepAsync(assignment, "claim");

        using var seen = await clara.GetAsync($"/api/v1/assignments/{assignment}");
        using var claimed = await clara.PostAsync($"/api/v1/assignments/{assignment}/claim", content: null);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Conflict), (seen.StatusCode, claimed.StatusCode));
    }

    [Fact]
    public async Task Adjustments_AddUpWithRewardsToTheBalance()
    {
        await _ada.PostAsync("/api/v1/adjustments", new { childId = _byronId, type = "bonus", amount = 10.10m, reason = "A good report" });
        await _ada.PostAsync("/api/v1/adjustments", new { childId = _byronId, type = "penalty", amount = 3.03m, reason = "The window" });

        var child = Assert.Single((await _byron.GetJsonAsync("/api/v1/statistics")).GetProperty("children").EnumerateArray());
        Assert.Equal(
            (10.10m, 3.03m, 7.07m),
            (child.GetProperty("bonuses").GetDecimal(), child.GetProperty("penalties").GetDecimal(), child.GetProperty("balance").GetDecimal()));
    }

    [Fact]
    public async Task Feed_PagedThrough_ShowsEverythingOnceNewestFirst()
    {
        var assignment = await _ada.AssignAsync(_byronId);
        await _byron.StepAsync(assignment, "complete");
        await _ada.StepAsync(assignment, "approve");

        var kinds = new List<string?>();
        for (var path = "/api/v1/activities?limit=2"; ;)
        {
            var page = await _ada.GetJsonAsync(path);
            kinds.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("kind").GetString()));
            if (page.GetProperty("next").GetString() is not { } next)
                break;
            path = $"/api/v1/activities?limit=2&before={next}";
        }

        Assert.Equal(["assignment_approved", "assignment_completed", "chore_created", "child_added", "family_created"], kinds);
    }

    public async Task InitializeAsync()
    {
        await _ada.SignUpAsync();
        _familyId = await _ada.CreateFamilyAsync();
        _byronId = await _ada.AddChildAsync(_familyId, _byron);
    }

    public Task DisposeAsync()
    {
        _ada.Dispose();
        _byron.Dispose();
        return Task.CompletedTask;
    }

    private async Task<decimal> BalanceAsync() => (await _ada.GetJsonAsync("/api/v1/statistics")).GetProperty("balance").GetDecimal();
}
