using System.Globalization;
using System.Text.Json;
using Npgsql;
using Tests.Support;

namespace Tests.Functional;

/// <summary>The ledger is only ever added to, and what it adds up to is what each child has.</summary>
public sealed class LedgerTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private readonly HttpClient _ada = fixture.Api.CreateClient();
    private string _familyId = null!;

    [Theory]
    [InlineData("UPDATE ledger_entries SET \"Amount\" = 100")]
    [InlineData("UPDATE ledger_entries SET \"Reason\" = '' WHERE false")]
    [InlineData("DELETE FROM ledger_entries")]
    [InlineData("TRUNCATE ledger_entries")]
    [InlineData("TRUNCATE ledger_entries, activities CASCADE")]
    public async Task Ledger_Changed_IsRefusedByTheDatabase(string statement)
    {
        using var byron = fixture.Api.CreateClient();
        var byronId = await _ada.AddChildAsync(_familyId, byron);
        await _ada.PostAsync("/api/v1/adjustments", new { childId = byronId, type = "bonus", amount = 10.10m, reason = "A good report" });

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => PostgresServer.ExecuteAsync(fixture.Database, statement));

        Assert.Contains("never changed or deleted", refusal.MessageText, StringComparison.Ordinal);
        Assert.Equal(10.10m, await PostgresServer.ExecuteAsync(fixture.Database, $"SELECT sum(\"Amount\") FROM ledger_entries WHERE \"FamilyId\" = '{_familyId}'"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Balance_AfterAnySteps_IsTheSumOfTheEntriesToTheCent(int seed)
    {
        const int Steps = 60;
        var chance = new Random(seed);
        var children = new List<Child>();
        for (var i = 0; i < 3; i++)
        {
            var client = fixture.Api.CreateClient();
            children.Add(new(await _ada.AddChildAsync(_familyId, client), client));
        }

        for (var step = 0; step < Steps; step++)
            await StepAsync(children[chance.Next(children.Count)], chance);

        var statistics = await _ada.GetJsonAsync("/api/v1/statistics");
        Assert.Equal(children.Sum(child => child.Balance), statistics.GetProperty("balance").GetDecimal());
        foreach (var child in children)
        {
            var shown = statistics.GetProperty("children").EnumerateArray().Single(each => each.GetProperty("id").GetString() == child.Id);
            Assert.Equal(child.Balance, shown.GetProperty("balance").GetDecimal());
            Assert.Equal(
                child.Balance, shown.GetProperty("earned").GetDecimal() + shown.GetProperty("bonuses").GetDecimal() - shown.GetProperty("penalties").GetDecimal());
            Assert.Equal(child.Balance, (await child.Client.GetJsonAsync("/api/v1/statistics")).GetProperty("balance").GetDecimal());

            var entries = await EntriesAsync(child.Client);
            Assert.Equal(child.Entries, entries.Select(entry => entry.GetProperty("amount").GetDecimal()).Reverse());
            child.Client.Dispose();
        }

        var stored = children.Sum(child => child.Balance).ToString(CultureInfo.InvariantCulture);
        Assert.Equal(true, await PostgresServer.ExecuteAsync(fixture.Database, $"SELECT sum(\"Amount\") = {stored} FROM ledger_entries WHERE \"FamilyId\" = '{_familyId}'"));
    }

    [Fact]
    public async Task Reward_OfNothing_IsApprovedWithoutAnEntry()
    {
        using var byron = fixture.Api.CreateClient();
        var byronId = await _ada.AddChildAsync(_familyId, byron);
        var chore = await _ada.PostAsync("/api/v1/chores", new { title = "For love", mode = "single", assigneeIds = (string[])[byronId], reward = new { amount = 0 } });
        await byron.StepAsync(Household.FirstAssignment(chore), "complete");

        var approved = await _ada.StepAsync(Household.FirstAssignment(chore), "approve");

        Assert.Equal(0m, approved.GetProperty("amount").GetDecimal());
        Assert.Empty(await EntriesAsync(byron));
    }

    public async Task InitializeAsync()
    {
        await _ada.SignUpAsync();
        _familyId = await _ada.CreateFamilyAsync();
    }

    public Task DisposeAsync()
    {
        _ada.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A reward, paid once or sent back first, a bonus or a penalty, of any amount.</summary>
    private async Task StepAsync(Child child, Random chance)
    {
        var amount = chance.Next(4) == 0 ? 10_000m : chance.Next(1, 1_000_001) / 100m;
        switch (chance.Next(3))
        {
            case 0:
                var chore = await _ada.PostAsync(
                    "/api/v1/chores", new { title = "Tidy up", mode = "single", assigneeIds = (string[])[child.Id], reward = new { minimum = 0.01m, maximum = 10_000 } });
                var assignment = Household.FirstAssignment(chore);
                await child.Client.StepAsync(assignment, "complete");
                if (chance.Next(2) == 0)
                {
                    await _ada.StepAsync(assignment, "reject", new { reason = "Again" });
                    await child.Client.StepAsync(assignment, "complete");
                }

                await _ada.StepAsync(assignment, "approve", new { amount });
                child.Entries.Add(amount);
                break;

            case 1:
                await _ada.PostAsync("/api/v1/adjustments", new { childId = child.Id, type = "bonus", amount, reason = "Bonus" });
                child.Entries.Add(amount);
                break;

            default:
                await _ada.PostAsync("/api/v1/adjustments", new { childId = child.Id, type = "penalty", amount, reason = "Penalty" });
                child.Entries.Add(-amount);
                break;
        }
    }

    private static async Task<List<JsonElement>> EntriesAsync(HttpClient client)
    {
        var entries = new List<JsonElement>();
        for (var path = "/api/v1/ledger?limit=7"; ;)
        {
            var page = await client.GetJsonAsync(path);
            entries.AddRange(page.GetProperty("items").EnumerateArray());
            if (page.GetProperty("next").GetString() is not { } next)
                return entries;
            path = $"/api/v1/ledger?limit=7&before={next}";
        }
    }

    private sealed record Child(string Id, HttpClient Client)
    {
        /// <summary>What the child got and lost, oldest first.</summary>
        public List<decimal> Entries { get; } = [];

        public decimal Balance => Entries.Sum();
    }
}
