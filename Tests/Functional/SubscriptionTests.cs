using System.Net;
using System.Text.Json;
using Tests.Support;

namespace Tests.Functional;

/// <summary>Subscriptions from their trial to their end, with the credits of each period once, though three replicas look after them.</summary>
public sealed class SubscriptionTests(Gateways gateways) : IClassFixture<Gateways>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly GatewayHost _gateway = gateways[0];

    [Fact]
    public async Task Subscription_FromTrialToEnd_HasTheCreditsOfEachPeriodOnce()
    {
        var account = await _gateway.CreateAccountAsync();
        var began = gateways.Time.GetUtcNow();

        var trial = await SubscribeAsync(account, new { plan = "free", trialDays = 14 });
        Assert.Equal(("free", "trialing"), Of(trial));
        Assert.Equal(14, (EndOf(trial) - began).TotalDays, 3);
        Assert.Equal(1m, await _gateway.AvailableAsync(account));

        gateways.Time.Advance(TimeSpan.FromDays(14));
        var active = await BecomesAsync(account, "active", available: 2);
        Assert.Equal(EndOf(trial).AddMonths(1), EndOf(active));

        AdvanceTo(EndOf(active).AddDays(10));
        var renewed = await BecomesAsync(account, "active", available: 3);
        Assert.Equal(EndOf(trial).AddMonths(2), EndOf(renewed));

        var changed = await StepAsync(account, "change", new { plan = "pro" });
        Assert.Equal(("pro", "active"), Of(changed));
        Assert.Equal(53m, await _gateway.AvailableAsync(account));

        var canceled = await StepAsync(account, "cancel");
        Assert.Equal(("pro", "canceled"), Of(canceled));
        AdvanceTo(EndOf(renewed)); // the period of the plan before would have ended
        Assert.Equal(EndOf(changed), EndOf(await BecomesAsync(account, "canceled", available: 53)));
        AdvanceTo(EndOf(changed));
        await BecomesAsync(account, "expired", available: 53);

        await SubscribeAsync(account, new { plan = "free" });
        await BecomesAsync(account, "active", available: 54);
        Assert.Equal("free from, free from, free from, pro from, free from", string.Join(", ", (await _gateway.EntriesAsync(account))
            .OrderBy(entry => entry.GetProperty("createdAt").GetDateTimeOffset()).ThenBy(entry => entry.GetProperty("amount").GetDecimal())
            .Select(entry => string.Join(' ', entry.GetProperty("reason").GetString()!.Split(' ')[..2]))));
    }

    [Fact]
    public async Task Subscription_OfMonthsInWhichNobodyRan_HasTheCreditsOfEach()
    {
        var account = await _gateway.CreateAccountAsync();
        await SubscribeAsync(account, new { plan = "free" });

        gateways.Time.Advance(TimeSpan.FromDays(100));

        await BecomesAsync(account, "active", available: 4);
    }

    [Fact]
    public async Task Subscription_BegunManyTimesAtOnce_BeginsOnce()
    {
        var account = await _gateway.CreateAccountAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            new Ask(gateways[i].Administrator, $"{GatewayHost.Accounts}/{account}/subscription", new { plan = "pro" }).SendAsync()));

        Assert.Equal("201: 1, 409: 19", Reply.Tally(replies));
        Assert.Equal("grant 50", await _gateway.LedgerAsync(account));
    }

    [Fact]
    public async Task Plan_ChangedManyTimesAtOnce_ChangesOnce()
    {
        var account = await _gateway.CreateAccountAsync();
        await SubscribeAsync(account, new { plan = "free" });

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            new Ask(gateways[i].Administrator, $"{GatewayHost.Accounts}/{account}/subscription/change", new { plan = "pro" }).SendAsync()));

        Assert.Equal("200: 1, 409: 19", Reply.Tally(replies));
        Assert.Equal(51m, await _gateway.AvailableAsync(account));
    }

    [Fact]
    public async Task Steps_ThatMakeNoSense_AreRefused()
    {
        var account = await _gateway.CreateAccountAsync();
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(account, "/change", new { plan = "pro" }));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(account, "/cancel", body: null));
        await SubscribeAsync(account, new { plan = "free" });
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(account, "/change", new { plan = "free" }));
        await StepAsync(account, "cancel");

        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(account, "/cancel", body: null));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(account, "/change", new { plan = "pro" }));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(account, "", new { plan = "pro" }));
        Assert.Equal(1m, await _gateway.AvailableAsync(account));
    }

    [Fact]
    public async Task Plans_Asked_AreThree()
    {
        var plans = await _gateway.Administrator.GetJsonAsync("/api/v1/gateway/plans");

        Assert.Equal(["free", "pro", "scale"], plans.EnumerateArray().Select(plan => plan.GetProperty("name").GetString()));
        Assert.All(plans.EnumerateArray(), plan => Assert.True(plan.GetProperty("creditsAMonth").GetDecimal() > 0));
    }

    private static (string? Plan, string? Status) Of(JsonElement subscription) => (subscription.GetProperty("plan").GetString(), subscription.GetProperty("status").GetString());

    private static DateTimeOffset EndOf(JsonElement subscription) => subscription.GetProperty("periodEnd").GetDateTimeOffset();

    private void AdvanceTo(DateTimeOffset time) => gateways.Time.Advance(time - gateways.Time.GetUtcNow());

    private Task<JsonElement> SubscribeAsync(string account, object body) => _gateway.Administrator.PostAsync($"{GatewayHost.Accounts}/{account}/subscription", body);

    private Task<JsonElement> StepAsync(string account, string step, object? body = null) =>
        _gateway.Administrator.PostAsync($"{GatewayHost.Accounts}/{account}/subscription/{step}", body);

    private async Task<HttpStatusCode> StatusAsync(string account, string step, object? body) =>
        (await new Ask(_gateway.Administrator, $"{GatewayHost.Accounts}/{account}/subscription{step}", body).SendAsync()).Status;

    /// <summary>Waits until no job is due, and the subscription has come so far.</summary>
    private async Task<JsonElement> BecomesAsync(string account, string status, decimal available)
    {
        JsonElement found = default;
        await Eventually.PassesAsync(
            async () =>
            {
                Assert.Equal(0L, await gateways.ReadAsync<long>($"""SELECT count(*) FROM jobs WHERE "DueAt" <= '{gateways.Time.GetUtcNow():O}'"""));
                found = await _gateway.FindAsync(account);
                Assert.Equal((status, available), (found.GetProperty("subscription").GetProperty("status").GetString(), found.GetProperty("available").GetDecimal()));
            },
            Deadline);
        return found.GetProperty("subscription");
    }
}
