using Tests.Support;

namespace Tests.Functional;

/// <summary>What the gauges of the gateway tell is what lies in the database, at every replica.</summary>
public sealed class GatewayMetricsTests(Gateways gateways) : IClassFixture<Gateways>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Gauges_AfterALife_TellWhatThereIs()
    {
        var gateway = gateways[0];
        await AreAsync("active_api_keys 0", "trial_active 0", "accounts_low_credits 0", "credit_reservations_open 0", "credit_settlements_waiting 0");
        await AreAsync([.. from plan in (string[])["free", "pro", "scale"]
                           from status in (string[])["trialing", "active", "canceled", "expired"]
                           select $$"""subscription_count{plan="{{plan}}",status="{{status}}"} 0"""]);

        // Of three accounts one is in use and has little, one has much, and one has little but is not in use.
        var (little, much, unused) = (await gateway.CreateAccountAsync(credits: 10), await gateway.CreateAccountAsync(credits: 10), await gateway.CreateAccountAsync(credits: 10));
        foreach (var account in (string[])[little, much, unused])
        {
            var (secret, id) = await gateway.CreateKeyAsync(account, new { name = "A test", expiresAt = gateways.Time.GetUtcNow().AddDays(1) });
            await gateway.ReserveAsync(secret, GatewayHost.Call(input: account == much ? 9000 : 9001));
            if (account == unused)
                await gateway.Administrator.PostAsync($"/api/v1/gateway/keys/{id}/revoke", body: null);
        }

        await AreAsync("active_api_keys 2", "accounts_low_credits 1", "credit_reservations_open 3");

        await gateway.Administrator.PostAsync($"{GatewayHost.Accounts}/{unused}/subscription", new { plan = "pro", trialDays = 7 });
        await gateway.Administrator.PostAsync($"{GatewayHost.Accounts}/{much}/subscription", new { plan = "scale" });
        await gateway.Administrator.PostAsync($"{GatewayHost.Accounts}/{much}/subscription/cancel", body: null);
        await AreAsync(
            "trial_active 1", """subscription_count{plan="pro",status="trialing"} 1""", """subscription_count{plan="scale",status="canceled"} 1""",
            """subscription_count{plan="free",status="active"} 0""");

        gateways.Time.Advance(TimeSpan.FromDays(32)); // keys and reservations expire, the trial goes on as a subscription, the canceled one ends
        await AreAsync(
            "active_api_keys 0", "accounts_low_credits 0", "credit_reservations_open 0", "trial_active 0",
            """subscription_count{plan="pro",status="active"} 1""", """subscription_count{plan="scale",status="expired"} 1""");
    }

    private async Task AreAsync(params string[] series)
    {
        for (var replica = 0; replica < 3; replica++)
        {
            using var client = gateways[replica].Api.CreateClient();
            await Eventually.PassesAsync(
                async () =>
                {
                    var text = await client.GetStringAsync("/metrics");
                    Assert.All(series, line => Assert.Contains('\n' + line + '\n', text, StringComparison.Ordinal));
                },
                Deadline);
        }
    }
}
